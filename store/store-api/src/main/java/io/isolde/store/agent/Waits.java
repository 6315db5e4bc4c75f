package io.isolde.store.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which agents wait for which others, from inside a message, so that none waits in a circle for
 * ever, nor for longer than anybody waits for it. Thread-safe.
 */
final class Waits {
  /*
   * An agent has one message under way, and this waits for one other agent at most: an edge, which lasts until that agent has answered, or
   * has ended. Only waits without a limit count, because others end by themselves.
   *
   * I1  Of the waits of a circle, the one that began last finds it: an edge is there, volatile, before the path behind it is followed.
   * I2  What is found is a circle. The path is looked at again backwards, from the agent of this thread, which will not answer: so the wait
   *     of the one before it lasts, therefore that one will not answer, and so on.
   */
  private static final ThreadLocal<@Nullable Agent<?>> ON_DUTY = new ThreadLocal<>();

  /** What an agent waits for. */
  record Wait(Agent<?> target, BooleanSupplier lasts) {}

  private Waits() {}

  /** The calling thread has begun to run {@code agent}; returns which it ran before, inside. */
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

  /** {@code own}, or that of who waits for the message under way, whichever ends first. */
  static Patience patience(Patience own) {
    Message<?> message = messageUnderWay();
    return message == null ? own : own.within(message.patience());
  }

  /** The message under way, if there is one, is about to wait for some agent. */
  static void begin() {
    Message<?> message = messageUnderWay();
    if (message != null) {
      message.beginsToWait();
    }
  }

  /**
   * The message under way, if there is one, is about to wait for {@code target}.
   *
   * @throws IllegalStateException if that waits for it, without an end on either side
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

  /** The wait is over. */
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
