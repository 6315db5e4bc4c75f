package io.isolde.examples.bank.run;

import java.util.OptionalLong;

/**
 * What was asked for a file of orders.
 *
 * <p>Immutable.
 *
 * @param part which of its orders are to be applied
 * @param limit the most that its orders may move in all, in minor units; empty for no limit
 * @param leaveUnfinished whether it may be begun although another one is unfinished
 */
public record FileSettings(Part part, OptionalLong limit, boolean leaveUnfinished) {
  /** All orders, without a limit, and only if no other file is unfinished. */
  public static final FileSettings DEFAULT =
      new FileSettings(Part.WHOLE, OptionalLong.empty(), false);
}
