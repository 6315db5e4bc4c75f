package io.isolde.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which agents wait for which others inside a message, so that none waits in a cycle for
 * ever, or for longer than its asker waits. Thread-safe.
 */
final class Waits {
  /*
   * An agent has at most one message under way, and that waits for at most one other agent: an
   * edge, which lasts until that agent has answered, or has ended. Only waits without a limit
   * count, because the others end by themselves.
   *
   * I1  In a cycle, the wait that began last finds the cycle: each edge is set, with a volatile
   *     write, before the path behind it is followed.
   * I2  What is found is a cycle. The path is checked again backwards, from the agent of this
   *     thread, which will not answer: so the wait of the agent before it lasts, therefore that
   *     agent will not answer, and so on.
   */
  private static final ThreadLocal<@Nullable Agent<?>> ON_DUTY = new ThreadLocal<>();

  /** A wait for {@code target}, which goes on while {@code lasts} is true. */
  record Wait(Agent<?> target, BooleanSupplier lasts) {}

  private Waits() {}

  /**
   * Notes that the calling thread begins to run {@code agent}; returns the agent around it, if any.
   */
  static @Nullable Agent<?> enter(Agent<?> agent) {
    Agent<?> around = ON_DUTY.get();
    ON_DUTY.set(agent);
    return around;
  }

  static void leave(@Nullable Agent<?> around) {
    if (around == null) {
      ON_DUTY.remove();
    } else {
      ON_DUTY.set(around);
    }
  }

  /** {@code own}, or the patience of the message under way, whichever ends first. */
  static Patience patience(Patience own) {
    Message<?> message = messageUnderWay();
    return message == null ? own : own.within(message.patience());
  }

  /** Notes that the message under way, if there is one, is about to wait for some agent. */
  static void begin() {
    Message<?> message = messageUnderWay();
    if (message != null) {
      message.beginsToWait();
    }
  }

  /**
   * Notes that the message under way, if there is one, is about to wait for {@code target}.
   *
   * @throws IllegalStateException if {@code target} in turn waits for this agent, and none of the
   *     waits has a limit
   */
  static void begin(Agent<?> target, BooleanSupplier lasts, Patience patience) {
    Agent<?> waiting = ON_DUTY.get();
    if (waiting != null && patience.isEndless()) {
      waiting.await(new Wait(target, lasts));
      if (leadsTo(waiting, target)) {
        waiting.await(null);
        throw new IllegalStateException(
            waiting + " would wait for itself: " + target + " waits for it");
      }
    }
    begin();
  }

  /** Notes that the wait is over. */
  static void end() {
    Agent<?> waiting = ON_DUTY.get();
    if (waiting != null) {
      waiting.await(null);
      Message<?> message = waiting.underWay();
      if (message != null) {
        message.endsToWait();
      }
    }
  }

  private static @Nullable Message<?> messageUnderWay() {
    Agent<?> onDuty = ON_DUTY.get();
    return onDuty == null ? null : onDuty.underWay();
  }

  private static boolean leadsTo(Agent<?> end, Agent<?> begin) {
    List<Wait> path = new ArrayList<>();
    for (Agent<?> agent = begin; agent != end; agent = path.getLast().target()) {
      Wait wait = agent.awaited();
      if (wait == null) {
        return false;
      }
      path.add(wait);
    }
    return path.reversed().stream().allMatch(wait -> wait.lasts().getAsBoolean());
  }
}
