/** The whole page. */
export function App() {
  return <main>metawsm playground</main>;
}
