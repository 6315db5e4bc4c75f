package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.isolde.stm.Ref;
import io.isolde.stm.collection.TMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that change after they have been handed over. */
@SuppressWarnings({"ArrayRecordComponent", "JavaUtilDate"}) // mutable, which is what is tested
class ValueCheckTest {
  private static final AgentOptions CHECKED =
      AgentOptions.named("checked").withValueCheck(true).withExecutor(new SameThread());

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Handles messages on the thread that sends them. */
  private static final class SameThread implements java.util.concurrent.Executor {
    @Override
    public void execute(Runnable duty) {
      duty.run();
    }
  }

  private record Box(int[] content) {}

  /** A value, and an action that changes it. */
  record Mutable(Object value, Runnable change) {
    @Override
    public String toString() {
      return value.getClass().getSimpleName();
    }
  }

  static Stream<Mutable> mutables() {
    int[] ints = {1, 2};
    Object[][] nested = {{"a"}, {"b"}};
    List<String> list = new ArrayList<>(List.of("a"));
    List<String> wrapped = new ArrayList<>(List.of("a"));
    Set<String> set = new HashSet<>(Set.of("a"));
    Map<String, List<String>> map = new HashMap<>(Map.of("a", new ArrayList<>()));
    Box box = new Box(new int[] {1});
    Date date = new Date(0);
    return Stream.of(
        new Mutable(ints, () -> ints[1] = 3),
        new Mutable(nested, () -> nested[1][0] = "c"),
        new Mutable(list, () -> list.add("b")),
        new Mutable(Collections.unmodifiableList(wrapped), () -> wrapped.set(0, "b")),
        new Mutable(set, () -> set.add("b")),
        new Mutable(map, () -> map.get("a").add("b")),
        new Mutable(box, () -> box.content[0] = 2),
        new Mutable(List.of(box), () -> box.content[0] = 7),
        new Mutable(date, () -> date.setTime(1)));
  }

  @ParameterizedTest
  @MethodSource("mutables")
  void state_changedFromOutside_isFound(Mutable mutable) {
    Agent<Object> agent = Agent.of(CHECKED, mutable.value);
    agent.tell(state -> state);
    assertThat(agent.isEnded()).isFalse();

    mutable.change.run();

    assertThatExceptionOfType(ValueChangedException.class)
        .isThrownBy(() -> agent.ask(state -> state))
        .withMessage(
            "the state of agent 'checked' has changed since it was handed over; hand over immutable"
                + " values");
  }

  @ParameterizedTest
  @MethodSource("mutables")
  void state_changedInPlaceByMessage_isAFailure(Mutable mutable) {
    Agent<Object> agent = Agent.of(CHECKED, mutable.value);
    List<Throwable> causes = new ArrayList<>();
    agent.monitor((ended, cause) -> causes.add(cause));

    agent.tell(
        state -> {
          mutable.change.run();
          return state;
        });

    assertThat(causes).singleElement().isInstanceOf(ValueChangedException.class);
  }

  @ParameterizedTest
  @MethodSource("mutables")
  void messageContent_changedBeforeItIsHandled_isFound(Mutable mutable) {
    Stepper stepper = new Stepper();
    List<Throwable> causes = new ArrayList<>();
    Agent<String> agent = Agent.of(CHECKED.withExecutor(stepper), "");
    agent.monitor((ended, cause) -> causes.add(cause));
    Object value = mutable.value;
    agent.tell(state -> state + value);

    mutable.change.run();
    stepper.stepAll();

    assertThat(causes).singleElement().isInstanceOf(ValueChangedException.class);
    assertThat(Arrays.stream(causes.get(0).getCause().getStackTrace()))
        .as("where it was sent")
        .anyMatch(frame -> frame.getClassName().equals(ValueCheckTest.class.getName()));
    assertThat(agent.get()).isEmpty();
  }

  @Test
  void questionContent_changedByTheQuestion_isFound() {
    Agent<Integer> agent = Agent.of(CHECKED, 1);
    List<String> list = new ArrayList<>();

    assertThatExceptionOfType(ValueChangedException.class)
        .isThrownBy(() -> agent.ask(state -> list.add("a")));
  }

  @Test
  void sharedThings_mayChange() {
    Agent<Integer> agent = Agent.of(CHECKED, 1);
    AtomicInteger counter = new AtomicInteger();
    ConcurrentHashMap<String, String> concurrent = new ConcurrentHashMap<>();
    TMap<String, String> transactional = new TMap<>();
    Ref<Integer> ref = Ref.of(1);
    Agent<Integer> other = Agent.of(1);

    assertThatNoException()
        .isThrownBy(
            () ->
                agent.ask(
                    state -> {
                      counter.incrementAndGet();
                      concurrent.put("a", "b");
                      transactional.put("a", "b");
                      ref.set(2);
                      other.tell(theirs -> theirs + 1);
                      return state;
                    }));

    assertThat(concurrent).containsEntry("a", "b");
    assertThat(transactional).containsEntry("a", "b");
  }

  @Test
  void restart_afterStateWasChanged_beginsAgain() {
    List<String> initial = List.of();
    Agent<List<String>> agent =
        Agent.of(
            CHECKED
                .withFailureMode(FailureMode.RESTART)
                .withFailureListener(failure -> assertThat(failure).isNotNull()),
            initial);
    agent.tell(state -> new ArrayList<>(List.of("a")));
    agent.tell(
        state -> {
          state.add("b");
          return state;
        });

    assertThat(agent.get()).isSameAs(initial);
  }

  @Test
  void value_thatContainsItself_isLookedAtOnce() {
    Object[] circle = new Object[1];
    circle[0] = circle;
    Agent<Object> agent = Agent.of(CHECKED, circle);

    assertThatNoException().isThrownBy(() -> agent.ask(state -> 1));
  }

  /** A value whose hash code, by which it is looked at, cannot be had while it is moody. */
  private static final class Moody {
    private volatile boolean moody;

    Moody(boolean moody) {
      this.moody = moody;
    }

    @Override
    @SuppressWarnings("EqualsHashCode") // identity is equality here
    public int hashCode() {
      if (moody) {
        throw new IllegalStateException("moody");
      }
      return 1;
    }
  }

  private static Agent<Moody> resuming(Moody state) {
    AgentOptions options =
        AgentOptions.named("moody")
            .withValueCheck(true)
            .withFailureMode(FailureMode.RESUME)
            .withFailureListener(failure -> {});
    return Agent.of(options, state);
  }

  @Test
  void state_thatCannotBeLookedAt_isNotTaken() throws Exception {
    Moody before = new Moody(false);
    try (Agent<Moody> agent = resuming(before)) {
      agent.tell(state -> new Moody(true));
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> agent.askAndUpdate(SOON, state -> new Answer<>(new Moody(true), 1)))
          .withMessage("moody");
      assertThat(agent.<Moody, RuntimeException>ask(SOON, state -> state)).isSameAs(before);
    }
  }

  @Test
  void state_thatCannotBeLookedAtAnyMore_endsTheAgent() {
    Moody state = new Moody(false);
    Agent<Moody> agent = resuming(state);
    state.moody = true;
    agent.tell(same -> same);
    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(() -> agent.ask(SOON, same -> 1))
        .withCauseInstanceOf(IllegalStateException.class);
  }
}
