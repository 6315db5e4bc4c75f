package io.isolde.examples.bank.run;

import java.util.OptionalLong;

/**
 * What was asked for a file of orders.
 *
 * <p>Immutable.
 *
 * @param limit the most that its orders may move in all, in minor units; empty for no limit
 * @param leaveUnfinished whether it may be begun although another one is unfinished
 */
public record FileSettings(OptionalLong limit, boolean leaveUnfinished) {
  /** No limit, and no file is begun while another one is unfinished. */
  public static final FileSettings DEFAULT = new FileSettings(OptionalLong.empty(), false);
}
