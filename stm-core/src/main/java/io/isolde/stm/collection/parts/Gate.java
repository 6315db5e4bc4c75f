package io.isolde.stm.collection.parts;

import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.BitsCell;

/**
 * A number that every transaction on something reads before anything else, and that hardly ever
 * changes, such as whether a store is open. A small transaction pays less for it than for a ref:
 * the gate takes the place of none of the cells that the transaction may use in brief mode. In all
 * else it is a ref: transactions that have read it, and wait or try to commit, notice each change.
 *
 * <p>Thread-safe.
 */
public final class Gate extends BitsCell {
  private Gate(long value) {
    super(value);
  }

  /** Makes a gate with a name for messages and reports. */
  public static Gate named(String name, long value) {
    Gate gate = new Gate(value);
    Access.setName(gate, name);
    return gate;
  }

  /** Reads the value. */
  public long get() {
    return Access.getGate(this);
  }

  /** Reads the value, on which the transaction does not come to depend. */
  public long peek() {
    return Access.peek(this);
  }

  /** Writes the value. */
  public void set(long value) {
    Access.set(this, value);
  }
}
