/** The words with which the program greets. */
export function greet() {
  return 'Hello, world!';
}
