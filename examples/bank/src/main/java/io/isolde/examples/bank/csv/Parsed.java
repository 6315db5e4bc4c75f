package io.isolde.examples.bank.csv;

/**
 * The result of parsing a line of input: a value, or the reason why the line is malformed.
 *
 * <p>Immutable if its value is.
 */
public sealed interface Parsed<T> {

  /** The number of the line, from 1; of its first line when it spans several. */
  long line();

  /** The value that the line holds after one more step of parsing. */
  <U> Parsed<U> map(Step<? super T, ? extends U> step);

  /** A line that is well-formed so far. */
  record Value<T>(long line, T value) implements Parsed<T> {
    @Override
    public <U> Parsed<U> map(Step<? super T, ? extends U> step) {
      try {
        return new Value<>(line, step.apply(value));
      } catch (MalformedException e) {
        return new Malformed<>(line, e.reason());
      }
    }
  }

  /** A line that is malformed, and why. */
  record Malformed<T>(long line, String reason) implements Parsed<T> {
    @Override
    public <U> Parsed<U> map(Step<? super T, ? extends U> step) {
      return new Malformed<>(line, reason);
    }
  }

  /** One step of parsing. */
  @FunctionalInterface
  interface Step<T, U> {
    U apply(T value) throws MalformedException;
  }
}
