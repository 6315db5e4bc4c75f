package io.isolde.benchmarks.peer.isolde;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentOptions;
import io.isolde.benchmarks.peer.Recipient;

/** An {@link Agent}, whose mailbox has a bound. */
public final class PeerRecipient implements Recipient {
  private final Agent<Long> agent;

  public PeerRecipient(int size) {
    agent = Agent.of(AgentOptions.DEFAULT.withCapacity(size), 0L);
  }

  @Override
  public void tell(long summand) {
    agent.tell(sum -> sum + summand);
  }

  @Override
  public long sum() {
    return agent.get();
  }

  @Override
  public void close() {
    agent.closeNow();
  }
}
