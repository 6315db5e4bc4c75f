package io.isolde.benchmarks.peer.isolde;

import io.isolde.agent.Agent;
import io.isolde.agent.Answer;
import io.isolde.benchmarks.peer.Respondent;

/** An {@link Agent}, asked for a change. */
public final class PeerRespondent implements Respondent {
  private final Agent<Long> agent = Agent.of(0L);

  public PeerRespondent(int size) {}

  @Override
  public long ask(long summand) {
    return agent.<Long, RuntimeException>askAndUpdate(
        sum -> new Answer<>(sum + summand, sum + summand));
  }

  @Override
  public void close() {
    agent.close();
  }
}
