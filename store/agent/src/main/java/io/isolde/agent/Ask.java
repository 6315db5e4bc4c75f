package io.isolde.agent;

import io.isolde.agent.mailbox.Call;
import org.jspecify.annotations.Nullable;

/** A message whose sender waits for the reply. If the sender has given up, it has no effect. */
final class Ask<S, R extends @Nullable Object> extends Message<S> {
  private final Question<S, Answer<S, R>, ?> question;
  final Call<R> call = new Call<>();

  private final Patience patience;

  /**
   * The answering thread, while it waits for another agent; it must not wait longer than the asker.
   */
  private @Nullable Thread waiting;

  private boolean left;

  Ask(Question<S, Answer<S, R>, ?> question, Patience patience) {
    this.question = question;
    this.patience = patience;
  }

  @Override
  Patience patience() {
    return patience;
  }

  /** The asker was interrupted and gave up: an answering thread that waits gives up as well. */
  synchronized void leave() {
    left = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  @Override
  synchronized void beginsToWait() {
    waiting = Thread.currentThread();
    if (left) {
      waiting.interrupt();
    }
  }

  @Override
  synchronized void endsToWait() {
    waiting = null;
  }

  @Override
  void handle(Agent<S> agent) {
    if (call.isWaitedFor()) {
      try {
        Answer<S, R> answer = question.answer(agent.present());
        agent.requireState(answer.state());
        if (call.claim()) {
          agent.become(answer.state());
          call.answer(answer.reply());
        }
      } catch (Throwable t) {
        call.refuse(t);
      }
    }
  }

  @Override
  void discard(Agent<S> agent) {
    call.refuse(agent.stopped());
  }
}
