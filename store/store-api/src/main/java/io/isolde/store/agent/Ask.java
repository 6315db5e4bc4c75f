package io.isolde.store.agent;

import io.isolde.store.mailbox.Call;
import org.jspecify.annotations.Nullable;

/** A message whose sender waits for the reply. If the sender has gone, it has no effect. */
final class Ask<S, R extends @Nullable Object> extends Message<S> {
  private final Question<S, Answer<S, R>, ?> question;
  final Call<R> call = new Call<>();

  Ask(Question<S, Answer<S, R>, ?> question) {
    this.question = question;
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
