package io.isolde.stress;

import io.isolde.agent.mailbox.Call;
import io.isolde.agent.mailbox.Letter;
import io.isolde.agent.mailbox.Mailbox;
import io.isolde.agent.mailbox.Mailbox.Posting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The thread that first sends to a mailbox without an owner owns it until it is empty, and every
 * letter is taken once.
 *
 * <p>Forbidden: one finds the mailbox empty and gives it up, while the other has just sent and
 * believes that it is owned; or both own it.
 */
public final class HandedOver {
  private HandedOver() {}

  /** What both threads do. The counts are plain fields: they are handed over with the mailbox. */
  private static final class Post {
    private static final class Note extends Letter {}

    private final Mailbox mailbox = new Mailbox(8);
    private int notes;
    private int ends;

    boolean send() {
      return owned(mailbox.post(new Note()));
    }

    void end() {
      owned(mailbox.end());
    }

    private boolean owned(Posting posting) {
      if (posting == Posting.FIRST) {
        own();
      }
      return posting != Posting.ENDED;
    }

    private void own() {
      do {
        for (Letter letter = mailbox.take(); letter != null; letter = mailbox.take()) {
          if (letter instanceof Note) {
            notes++;
          } else {
            ends++;
          }
        }
      } while (ends == 0 && !mailbox.rest());
    }
  }

  /** Two threads send twice each. */
  @JCStressTest
  @Outcome(id = "4", expect = Expect.ACCEPTABLE, desc = "All were taken.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A letter was left lying, or there were two owners.")
  @State
  public static class Sent {
    private final Post post = new Post();

    @Actor
    public void one() {
      post.send();
      post.send();
    }

    @Actor
    public void other() {
      post.send();
      post.send();
    }

    @Arbiter
    public void arbiter(I_Result r) {
      r.r1 = post.notes;
    }
  }

  /** One thread sends, the other ends the mailbox. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "Sent in time, and taken.")
  @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "Sent too late, and refused.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Accepted and not taken, or the end was not noticed.")
  @State
  public static class SentBesideTheEnd {
    private final Post post = new Post();

    @Actor
    public void sender(III_Result r) {
      r.r1 = post.send() ? 1 : 0;
    }

    @Actor
    public void closer() {
      post.end();
    }

    @Arbiter
    public void arbiter(III_Result r) {
      r.r2 = post.notes;
      r.r3 = post.ends;
    }
  }

  /** The owner claims a call whose caller gives up. */
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "It takes place.")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The caller has gone.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "They do not agree on whether it takes place.")
  @State
  public static class Claimed {
    private final Call<String> call = new Call<>();

    @Actor
    public void owner(ZZ_Result r) {
      r.r1 = call.claim();
    }

    @Actor
    public void caller(ZZ_Result r) {
      r.r2 = call.giveUp();
    }
  }
}
