/** The App Home as the bot published it to this person. */
import { usePiece } from '../model/hooks.js';
import { ScreenBlocks } from './screen-blocks.js';

export function Home() {
  const home = usePiece('home', 'home');
  if (!home) return <p className="home__none">This app has not published a home yet.</p>;
  return (
    <div className="home">
      <ScreenBlocks screen="home" surface="home" blocks={home.blocks} values={home.values} />
    </div>
  );
}
