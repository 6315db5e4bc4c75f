package io.isolde.agent;

import io.isolde.agent.mailbox.Call;
import io.isolde.agent.mailbox.ForeignTransaction;
import io.isolde.agent.mailbox.Letter;
import io.isolde.agent.mailbox.Mailbox;
import io.isolde.agent.mailbox.Mailbox.Posting;
import io.isolde.stm.Deadline;
import io.isolde.stm.Stm;
import io.isolde.stm.Subscription;
import io.isolde.stm.Transaction;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A piece of state with a single owner, to which others send messages. A message is a function from
 * the present state to the next one. The agent handles messages one at a time, in the order in
 * which they were sent.
 *
 * {@snippet file="io/isolde/store/examples/AgentManualTest.java" region="account"}
 *
 * <p><b>Values.</b> States, and all objects that messages and replies carry, are handed over by
 * value: they must be immutable, because both sides keep them. {@link AgentOptions#withValueCheck}
 * helps to find mutable ones.
 *
 * <p><b>Threads.</b> An agent without messages is an object without a thread; when nothing refers
 * to it, it is garbage. While it has messages, it runs on its {@linkplain AgentOptions#withExecutor
 * executor}: by default, on a virtual thread for each burst. After each message the interrupt
 * status is cleared.
 *
 * <p><b>Waiting.</b> The mailbox is bounded, and senders queue for room. A wait ends early with
 * {@link AgentTimeoutException} when a timeout was given and has passed, and with {@link
 * AgentInterruptedException} when the thread is interrupted; then the message has no effect, now or
 * later. If the sender of a question gives up while the agent computes the answer, the answer and
 * its change are discarded; if that computation waits for another agent, it waits no longer than
 * the sender. An agent never waits for itself: a call that would, directly or through other agents
 * that are asked or closed without a timeout, throws {@link IllegalStateException}. A deadlock of
 * two agents that tell each other while both mailboxes are full is not detected; give a timeout.
 *
 * <p><b>Failures.</b> If a message that was <i>told</i> throws, the agent has failed, and its
 * {@link FailureMode} says what follows. What a <i>question</i> throws reaches the asker unchanged,
 * and the state stays as it was.
 *
 * <p><b>Transactions.</b> Inside a transaction of {@link Stm}, {@link #tell} and {@link #offer}
 * send when the transaction commits, in commit order, and not at all if it does not; then they do
 * not wait, and the mailbox may exceed its bound. Calls that would wait for the agent are refused
 * with {@link IllegalStateException}, because their effects could not be undone. Inside a
 * transaction of a store that cannot join one of {@code Stm}, telling is refused as well.
 *
 * <p>Thread-safe. Nothing is null unless stated otherwise.
 *
 * @param <S> the type of the state
 */
public final class Agent<S> implements AutoCloseable {
  /*
   * Idea. Three things are separate: what is done (the messages), on which thread (an executor runs
   * dutyCycle()), and how others wait for it (a Call for a reply, Senders for room, a latch for the
   * end; or a Stepper steps). The mailbox says whether there is a duty cycle.
   *
   *   RESTING  no thread, nothing waits  ─first message─→  ON DUTY   the sender calls the executor
   *   ON DUTY  handles what waits  ─mailbox.rest()→  RESTING
   *            after a burst: again by way of the executor
   *   any      ─close(), fail()→  CLOSING   accepts nothing; handles what waits, or discards it
   *   CLOSING  ─takes the mailbox's last letter→  ENDED, and monitors are notified
   *
   * I1  Only the duty cycle writes state and runner, and there is at most one (Mailbox I1).
   * I2  runner is the thread of the duty cycle, and null when the mailbox is released. So a thread
   *     that finds itself there is inside the duty cycle.
   * I3  Nothing static refers to an agent. References come only from its senders, its duty cycle,
   *     and, if others are to learn of its end, the agents that it is linked to.
   *
   * Locks. None is held while user code runs.
   *
   * Rejected. Making the asker the owner of a resting agent, which would save the thread switch: it
   * could not give up when its timeout passes.
   */

  /** Large enough to amortise a thread switch, and small enough to let other agents run. */
  private static final int BURST = 1024;

  private final AgentOptions options;
  private final Mailbox mailbox;
  private final S initial;
  private final Ending ending = new Ending(this);
  private volatile S state;

  /** Not volatile: each thread looks only for itself here, and sees its own write. */
  private @Nullable Thread runner;

  /** The message that is being handled. Owned by the duty cycle; null between messages. */
  private @Nullable Message<S> underWay;

  /** What the message under way waits for. Written by the duty cycle. */
  private volatile Waits.@Nullable Wait awaited;

  /** With the value check: the fingerprint of the state, taken when the state was set. */
  private @Nullable Fingerprint sight;

  /** Whether waiting messages are to be discarded. */
  private volatile boolean discarding;

  private Agent(S initial, AgentOptions options) {
    this.options = options;
    this.mailbox = new Mailbox(options.capacity());
    this.initial = Objects.requireNonNull(initial, "initial");
    this.state = initial;
    this.sight = options.hasValueCheck() ? Fingerprint.of(initial) : null;
  }

  /**
   * Makes an agent with {@linkplain AgentOptions#DEFAULT default options}.
   *
   * @param <S> the type of the state
   * @param initial the state to begin with
   * @return the agent
   */
  public static <S> Agent<S> of(S initial) {
    return new Agent<>(initial, AgentOptions.DEFAULT);
  }

  /**
   * Makes an agent with options.
   *
   * @param <S> the type of the state
   * @param options name, capacity, failure mode, executor
   * @param initial the state to begin with, and, in {@link FailureMode#RESTART}, to begin again
   *     with
   * @return the agent
   */
  public static <S> Agent<S> of(AgentOptions options, S initial) {
    return new Agent<>(initial, options);
  }

  /**
   * The state as the last message left it, regardless of waiting messages. Does not wait; allowed
   * everywhere, even after the agent has ended.
   *
   * @return the state
   */
  public S get() {
    return state;
  }

  /**
   * Sends a message. Waits for room in the mailbox if necessary, but not for the message's effect.
   *
   * @param message from the state to the next; runs once, on the agent's thread
   * @throws AgentStoppedException if the agent is closing or has ended; nothing was sent
   * @throws AgentInterruptedException if the thread was interrupted while it waited for room;
   *     nothing was sent
   * @throws IllegalStateException if the agent tells itself and has no room, or inside a
   *     transaction that cannot take the message back; nothing was sent
   */
  public void tell(UnaryOperator<S> message) {
    tell(message, Patience.ENDLESS);
  }

  /**
   * Sends a message. Waits for room in the mailbox if necessary, but not for the message's effect.
   * Like {@link #tell(UnaryOperator)}.
   *
   * @param timeout how long to wait at most; not negative
   * @param message from the state to the next; runs once, on the agent's thread
   * @throws AgentTimeoutException if there was no room in time; nothing was sent
   * @throws IllegalArgumentException if {@code timeout} is negative; nothing was sent
   */
  public void tell(Duration timeout, UnaryOperator<S> message) {
    tell(message, Patience.of(timeout));
  }

  private void tell(UnaryOperator<S> message, Patience patience) {
    Tell<S> tell = new Tell<>(checkedMessage(message));
    if (isInTransaction()) {
      postAtCommit(tell);
    } else {
      postWithin(tell, Waits.patience(patience));
    }
  }

  private void postWithin(Tell<S> tell, Patience patience) {
    Waits.begin();
    try {
      post(tell, patience);
    } finally {
      Waits.end();
    }
  }

  /**
   * Sends a message if there is room in the mailbox. Does not wait, and does not queue behind
   * senders that do.
   *
   * @param message from the state to the next; runs once, on the agent's thread
   * @return whether it was sent, or, inside a transaction, will be when that commits
   * @throws AgentStoppedException if the agent is closing or has ended; nothing was sent
   * @throws IllegalStateException inside a transaction that cannot take the message back; nothing
   *     was sent
   */
  public boolean offer(UnaryOperator<S> message) {
    Tell<S> tell = new Tell<>(checkedMessage(message));
    if (!isInTransaction()) {
      return isIn(mailbox.post(tell));
    }
    boolean accepted = mailbox.hasRoom();
    if (accepted) {
      postAtCommit(tell);
    }
    return accepted;
  }

  /**
   * Asks a question and waits for the reply.
   *
   * @param <R> the type of the reply
   * @param <X> what the question may throw
   * @param question from the state to the reply; runs once at most, on the agent's thread
   * @return the reply
   * @throws X what {@code question} threw
   * @throws AgentStoppedException if the agent is closing or has ended, or ended before it answered
   * @throws AgentInterruptedException if the thread was interrupted while it waited
   * @throws IllegalStateException inside a message of this agent, or of one that it waits for: it
   *     would wait for itself; or inside a transaction
   */
  public <R extends @Nullable Object, X extends Throwable> R ask(Question<S, R, X> question)
      throws X {
    return ask(unchanged(checked(question)), Patience.ENDLESS);
  }

  /**
   * Asks a question and waits for the reply, but not for ever. Like {@link #ask(Question)}.
   *
   * @param <R> the type of the reply
   * @param <X> what the question may throw
   * @param timeout how long to wait at most, for room in the mailbox and for the reply together;
   *     not negative
   * @param question from the state to the reply; runs once at most, on the agent's thread
   * @return the reply
   * @throws X what {@code question} threw
   * @throws AgentTimeoutException if there was no reply in time; the question may be under way, but
   *     its reply goes to nobody
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public <R extends @Nullable Object, X extends Throwable> R ask(
      Duration timeout, Question<S, R, X> question) throws X {
    return ask(unchanged(checked(question)), Patience.of(timeout));
  }

  /**
   * Asks a question whose answer is also a change, and waits for the reply. If this returns, the
   * state has changed; if it throws, whatever it throws, it has not, and will not.
   *
   * @param <R> the type of the reply
   * @param <X> what the question may throw
   * @param question from the state to the next one and the reply; runs once at most, on the agent's
   *     thread
   * @return the reply
   * @throws X what {@code question} threw
   * @throws AgentStoppedException if the agent is closing or has ended, or ended before it answered
   * @throws AgentInterruptedException if the thread was interrupted while it waited
   * @throws IllegalStateException inside a message of this agent, or of one that it waits for: it
   *     would wait for itself; or inside a transaction
   */
  public <R extends @Nullable Object, X extends Throwable> R askAndUpdate(
      Question<S, Answer<S, R>, X> question) throws X {
    return ask(checked(question), Patience.ENDLESS);
  }

  /**
   * Asks a question whose answer is also a change, and waits for the reply, but not for ever. Like
   * {@link #askAndUpdate(Question)}.
   *
   * @param <R> the type of the reply
   * @param <X> what the question may throw
   * @param timeout how long to wait at most, for room in the mailbox and for the reply together;
   *     not negative
   * @param question from the state to the next one and the reply; runs once at most, on the agent's
   *     thread
   * @return the reply
   * @throws X what {@code question} threw
   * @throws AgentTimeoutException if there was no reply in time; the state has not changed, and
   *     will not
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public <R extends @Nullable Object, X extends Throwable> R askAndUpdate(
      Duration timeout, Question<S, Answer<S, R>, X> question) throws X {
    return ask(checked(question), Patience.of(timeout));
  }

  private static <S, R extends @Nullable Object, X extends Throwable>
      Question<S, Answer<S, R>, X> unchanged(Question<S, R, X> question) {
    return state -> new Answer<>(state, question.answer(state));
  }

  private <R extends @Nullable Object, X extends Throwable> R ask(
      Question<S, Answer<S, R>, X> question, Patience own) throws X {
    requireMayWait("ask");
    Patience patience = Waits.patience(own);
    Ask<S, R> ask = new Ask<>(question, patience);
    Waits.begin(this, ask.call::isWaitedFor, patience);
    try {
      post(ask, patience);
      awaitReply(ask.call, patience);
    } catch (AgentInterruptedException e) {
      ask.leave();
      throw e;
    } finally {
      Waits.end();
    }
    return ask.call.<X>result();
  }

  private void awaitReply(Call<?> call, Patience patience) {
    stepUntil(call::isAnswered);
    try {
      if (!call.await(patience.deadline())) {
        throw new AgentTimeoutException(toString(), "waited for its reply", patience.timeout());
      }
    } catch (InterruptedException e) {
      throw interrupted("waited for its reply");
    }
  }

  /**
   * Notifies {@code monitor} once, when the agent has ended; if it has ended already, at once and
   * on this thread.
   *
   * @param monitor runs on the thread that ended the agent
   * @return a subscription, to be closed when the monitor is no longer interested
   */
  public Subscription monitor(Monitor monitor) {
    return ending.add(Objects.requireNonNull(monitor, "monitor"), null);
  }

  /** For a link: {@code opposite} is the half that ends this agent. */
  Subscription monitor(Link.Half half, Link.Half opposite) {
    return ending.add(half, opposite);
  }

  /**
   * Links this agent to another, so that they end together. When one fails, the other fails with
   * the same cause. When one is closed, the other is closed as well, and still handles its waiting
   * messages. If one has ended already, the other ends now.
   *
   * <p>The link alone keeps neither in memory: an agent that nothing refers to, and whose end
   * nobody else is to learn of, is garbage.
   *
   * @param other another agent
   * @return a subscription, to be closed to remove the link
   * @throws IllegalArgumentException if {@code other} is this agent
   */
  public Subscription link(Agent<?> other) {
    if (other == this) {
      throw new IllegalArgumentException(this + " cannot be linked to itself");
    }
    return Link.tie(this, other);
  }

  /**
   * Whether the agent has ended: it handles no more messages, and its monitors are being notified,
   * or have been.
   *
   * @return false also while it is closing
   */
  public boolean isEnded() {
    return ending.isReached();
  }

  /**
   * Closes the agent: it accepts no more messages, and this call waits until the earlier ones are
   * handled and the agent has ended. A call by a message of the agent itself does not wait. Further
   * calls wait as well.
   *
   * <p>If the thread is interrupted, the messages that still wait are discarded as by {@link
   * #closeNow}, and this call returns without waiting any longer, with the interrupt status set.
   * The same happens in a message of another agent when its asker gives up, except that the
   * interrupt status is set only if the asker was interrupted.
   *
   * @throws IllegalStateException inside a transaction, or a message of an agent that this one
   *     waits for; the agent is as it was
   */
  @Override
  public void close() {
    requireMayClose();
    closeWithin(Waits.patience(Patience.ENDLESS));
    if (!isOnDuty()) {
      discardWhatWaits();
    }
  }

  private void discardWhatWaits() {
    if (!isEnded()) {
      end(true);
    }
  }

  private void closeWithin(Patience patience) {
    if (!isOnDuty()) {
      Waits.begin(this, () -> !isEnded(), patience);
    }
    try {
      end(false);
      awaitEnd(patience.deadline());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Waits.end();
    }
  }

  /**
   * Closes the agent and waits until it has handled its waiting messages, but not for ever. Like
   * {@link #close()}.
   *
   * @param timeout how long to wait at most; then the messages that still wait are discarded as by
   *     {@link #closeNow}; not negative
   * @return whether the agent has ended; if not, it will when the message under way is done
   * @throws IllegalArgumentException if {@code timeout} is negative; the agent is as it was
   * @throws IllegalStateException inside a transaction; the agent is as it was
   */
  public boolean close(Duration timeout) {
    requireMayClose();
    closeWithin(Waits.patience(Patience.of(timeout)));
    discardWhatWaits();
    return isEnded();
  }

  /**
   * Closes the agent and discards the waiting messages: those that were told are lost, and
   * questions fail with {@link AgentStoppedException}. The message under way is handled to its end.
   * Does not wait.
   *
   * @throws IllegalStateException inside a transaction; the agent is as it was
   */
  public void closeNow() {
    requireMayClose();
    end(true);
  }

  private void awaitEnd(Deadline deadline) throws InterruptedException {
    if (isOnDuty()) {
      return;
    }
    stepUntil(this::isEnded);
    CountDownLatch end = new CountDownLatch(1);
    Subscription waiting = monitor((agent, cause) -> end.countDown());
    try {
      end.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } finally {
      waiting.close();
    }
  }

  /** Ends in the same way as an agent that this one is linked to. */
  void endWith(@Nullable Throwable cause) {
    if (cause == null) {
      end(false);
    } else {
      fail(cause);
    }
  }

  private void fail(Throwable cause) {
    ending.because(cause);
    end(true);
  }

  private void end(boolean discard) {
    if (discard) {
      discarding = true;
    }
    if (mailbox.end() == Posting.FIRST) {
      goOnDuty();
    }
  }

  // What senders do.

  private void post(Message<S> message, Patience patience) {
    if (isOnDuty()) {
      if (!isIn(mailbox.post(message))) {
        throw new IllegalStateException(this + " would wait for itself: its mailbox is full");
      }
      return;
    }
    stepUntil(mailbox::hasRoom);
    try {
      if (!isIn(mailbox.postWhenRoom(message, patience.deadline()))) {
        throw new AgentTimeoutException(
            toString(), "waited for room in its mailbox", patience.timeout());
      }
    } catch (InterruptedException e) {
      throw interrupted("waited for room in its mailbox");
    }
  }

  /**
   * Sends at the commit, even if the mailbox is full: a commit must not wait or lose its message.
   */
  private void postAtCommit(Message<S> message) {
    if (mailbox.isEnding()) {
      throw stopped();
    }
    Transaction.current().afterCommit(() -> isIn(mailbox.postAnyway(message)));
  }

  private boolean isIn(Posting posting) {
    return switch (posting) {
      case FIRST -> {
        if (!goOnDuty()) {
          throw stopped();
        }
        yield true;
      }
      case IN_LINE -> true;
      case NO_ROOM -> false;
      case ENDED -> throw stopped();
    };
  }

  private UnaryOperator<S> checkedMessage(UnaryOperator<S> message) {
    Objects.requireNonNull(message, "message");
    return options.hasValueCheck() ? Fingerprint.checkedMessage(message) : message;
  }

  private <R extends @Nullable Object, X extends Throwable> Question<S, R, X> checked(
      Question<S, R, X> question) {
    Objects.requireNonNull(question, "question");
    return options.hasValueCheck() ? Fingerprint.checkedQuestion(question) : question;
  }

  private boolean isInTransaction() {
    if (Stm.inTransaction()) {
      return true;
    }
    if (ForeignTransaction.isOpen()) {
      throw new IllegalStateException(
          this + " cannot be told inside a transaction of a store that could not take it back");
    }
    return false;
  }

  private void requireMayWait(String what) {
    if (isOnDuty()) {
      throw new IllegalStateException(this + " would wait for itself: " + what + " in its message");
    }
    if (Stm.inTransaction() || ForeignTransaction.isOpen()) {
      throw new IllegalStateException(
          what
              + " inside a transaction: "
              + this
              + " could not take back what it has done if the transaction rolls back or runs again;"
              + " ask before, or tell, which sends when the transaction commits");
    }
  }

  private void requireMayClose() {
    if (Stm.inTransaction() || ForeignTransaction.isOpen()) {
      throw new IllegalStateException(this + " cannot be closed inside a transaction");
    }
  }

  /** Where others would wait, a stepping thread steps. */
  private void stepUntil(BooleanSupplier done) {
    if (options.executor() instanceof Stepper stepper && stepper.isOfThisThread()) {
      stepper.stepUntil(done);
    }
  }

  private AgentInterruptedException interrupted(String doing) {
    Thread.currentThread().interrupt();
    return new AgentInterruptedException(toString(), doing);
  }

  /** The exception for a message that is not accepted, or no longer handled. */
  AgentStoppedException stopped() {
    return new AgentStoppedException(toString(), ending.cause());
  }

  /** The number of registrations to be notified of the agent's end. */
  int watches() {
    return ending.watches();
  }

  // What the message under way waits for.

  @Nullable Message<S> underWay() {
    return underWay;
  }

  void await(Waits.@Nullable Wait wait) {
    awaited = wait;
  }

  Waits.@Nullable Wait awaited() {
    return awaited;
  }

  // What the agent does.

  private boolean isOnDuty() {
    return runner == Thread.currentThread();
  }

  /** Has the executor run a duty cycle; if it refuses, the agent ends at once, on this thread. */
  private boolean goOnDuty() {
    try {
      options.executor().execute(this::dutyCycle);
      return true;
    } catch (Throwable refusal) {
      fail(refusal);
      dutyCycle();
      return false;
    }
  }

  private void dutyCycle() {
    runner = Thread.currentThread();
    Agent<?> around = Waits.enter(this);
    int burst = options.executor() instanceof Stepper ? 1 : BURST;
    for (int i = 0; i < burst; i++) {
      Letter letter = nextInAWhile();
      if (letter == null) {
        break;
      }
      handle(letter);
    }
    Waits.leave(around);
    runner = null;
    if (!ending.isReached() && !mailbox.rest()) {
      goOnDuty();
    }
  }

  /**
   * Takes the next letter, spinning briefly: a thread that has just got its reply often asks again.
   */
  private @Nullable Letter nextInAWhile() {
    Letter letter = mailbox.take();
    for (int i = 0; letter == null && i < Call.SPINS; i++) {
      Thread.onSpinWait();
      letter = mailbox.take();
    }
    return letter;
  }

  @SuppressWarnings("unchecked") // nothing else is put in
  private void handle(Letter letter) {
    if (letter instanceof Letter.Last) {
      notifyMonitors();
    } else if (discarding) {
      ((Message<S>) letter).discard(this);
    } else {
      handle((Message<S>) letter);
      Thread.interrupted();
    }
  }

  /** Whatever happens, the duty cycle goes on: callers would wait for ever otherwise. */
  private void handle(Message<S> message) {
    underWay = message;
    try {
      message.handle(this);
    } catch (Throwable t) {
      fail(t);
    }
    underWay = null;
  }

  /** For a message: the state to begin with. */
  S present() {
    requireUnchanged();
    return state;
  }

  /** For a message: refuses a state that cannot be the next one. */
  void requireState(S next) {
    Objects.requireNonNull(next, "the state after a message");
    requireUnchanged();
  }

  /** For a message: the state from now on. If it cannot be looked at, the state is what it was. */
  void become(S next) {
    if (next != state) {
      look(next);
      state = next;
    }
  }

  private void requireUnchanged() {
    if (sight != null) {
      sight.requireUnchanged("the state of " + this);
    }
  }

  private void look(S at) {
    if (sight != null) {
      sight = Fingerprint.of(at);
    }
  }

  /** For a message that nobody waits for: handles what it threw. */
  void failed(Throwable thrown) {
    switch (options.failureMode()) {
      case STOP -> fail(thrown);
      case RESUME -> goOn(state, thrown);
      case RESTART -> goOn(initial, thrown);
    }
  }

  private void goOn(S from, Throwable thrown) {
    look(from);
    state = from;
    options.report(thrown);
  }

  private void notifyMonitors() {
    for (Monitor monitor : ending.reach()) {
      try {
        monitor.ended(this, ending.cause());
      } catch (Throwable t) {
        options.report(t);
      }
    }
  }

  @Override
  public String toString() {
    return options.describe();
  }
}
