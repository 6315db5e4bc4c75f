package io.isolde.agent.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.agent.mailbox.Mailbox.Posting;
import io.isolde.stm.Deadline;
import io.isolde.store.testkit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final class Note extends Letter {
    final int sender;
    final int serial;

    Note(int sender, int serial) {
      this.sender = sender;
      this.serial = serial;
    }
  }

  private static Note note(int serial) {
    return new Note(0, serial);
  }

  private static List<Integer> takeAll(Mailbox mailbox) {
    List<Integer> serials = new ArrayList<>();
    for (Letter letter = mailbox.take(); letter != null; letter = mailbox.take()) {
      serials.add(((Note) letter).serial);
    }
    return serials;
  }

  @Test
  void post_toRestingMailbox_fetchesAnOwnerOnce() {
    Mailbox mailbox = new Mailbox(8);

    assertThat(mailbox.post(note(1))).isEqualTo(Posting.FIRST);
    assertThat(mailbox.post(note(2))).isEqualTo(Posting.IN_LINE);
    assertThat(takeAll(mailbox)).containsExactly(1, 2);
    assertThat(mailbox.post(note(3))).isEqualTo(Posting.IN_LINE);
    assertThat(takeAll(mailbox)).containsExactly(3);
    assertThat(mailbox.rest()).isTrue();
    assertThat(mailbox.post(note(4))).isEqualTo(Posting.FIRST);
  }

  @Test
  void rest_somethingHasCome_isRefused() {
    Mailbox mailbox = new Mailbox(8);
    mailbox.post(note(1));
    mailbox.post(note(2));

    assertThat(mailbox.rest()).isFalse();
    mailbox.take();
    assertThat(mailbox.rest()).isFalse();
    mailbox.post(note(3));
    assertThat(takeAll(mailbox)).containsExactly(2, 3);
    assertThat(mailbox.rest()).isTrue();
  }

  @Test
  void post_full_isRefusedUntilOneIsTaken() {
    Mailbox mailbox = new Mailbox(2);
    mailbox.post(note(1));
    mailbox.post(note(2));

    assertThat(mailbox.hasRoom()).isFalse();
    assertThat(mailbox.post(note(3))).isEqualTo(Posting.NO_ROOM);
    mailbox.take();
    assertThat(mailbox.hasRoom()).isTrue();
    assertThat(mailbox.post(note(4))).isEqualTo(Posting.IN_LINE);
    assertThat(mailbox.post(note(5))).isEqualTo(Posting.NO_ROOM);
    assertThat(takeAll(mailbox)).containsExactly(2, 4);
  }

  @Test
  void post_afterManyRests_countsRight() {
    Mailbox mailbox = new Mailbox(1);
    for (int i = 0; i < 1000; i++) {
      assertThat(mailbox.post(note(i))).isEqualTo(Posting.FIRST);
      assertThat(mailbox.post(note(-1))).isEqualTo(Posting.NO_ROOM);
      assertThat(takeAll(mailbox)).containsExactly(i);
      assertThat(mailbox.rest()).isTrue();
    }
  }

  @Test
  void postAnyway_full_isIn() {
    Mailbox mailbox = new Mailbox(1);
    mailbox.post(note(1));

    assertThat(mailbox.postAnyway(note(2))).isEqualTo(Posting.IN_LINE);
    mailbox.take();
    assertThat(mailbox.post(note(3))).isEqualTo(Posting.NO_ROOM);
  }

  @Test
  void end_withMessages_comesAfterThem() {
    Mailbox mailbox = new Mailbox(8);
    mailbox.post(note(1));

    assertThat(mailbox.end()).isEqualTo(Posting.IN_LINE);
    assertThat(mailbox.post(note(2))).isEqualTo(Posting.ENDED);
    assertThat(mailbox.end()).isEqualTo(Posting.ENDED);
    assertThat(((Note) mailbox.take()).serial).isEqualTo(1);
    assertThat(mailbox.rest()).isFalse();
    assertThat(mailbox.take()).isInstanceOf(Letter.Last.class);
    assertThat(mailbox.take()).isNull();
  }

  @Test
  void end_ofRestingMailbox_fetchesAnOwner() {
    Mailbox mailbox = new Mailbox(8);

    assertThat(mailbox.end()).isEqualTo(Posting.FIRST);
    assertThat(mailbox.take()).isInstanceOf(Letter.Last.class);
  }

  @Test
  void postWhenRoom_deadlinePasses_isNotIn() throws Exception {
    Mailbox mailbox = new Mailbox(1);
    mailbox.post(note(1));

    assertThat(mailbox.postWhenRoom(note(2), Deadline.after(Duration.ofMillis(1))))
        .isEqualTo(Posting.NO_ROOM);
    assertThat(takeAll(mailbox)).containsExactly(1);
  }

  @Test
  void postWhenRoom_waiting_goesOnInOrderOfArrival() throws Exception {
    Mailbox mailbox = new Mailbox(1);
    mailbox.post(note(0));
    List<Worker<Posting>> senders = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      int serial = i;
      senders.add(Worker.start(() -> mailbox.postWhenRoom(note(serial), Deadline.NEVER)));
      senders.getLast().awaitParkedIn("Senders.awaitRoom");
    }

    List<Integer> taken = new ArrayList<>();
    while (taken.size() < 6) {
      taken.addAll(takeAll(mailbox));
    }

    assertThat(taken).containsExactly(0, 1, 2, 3, 4, 5);
    for (Worker<Posting> sender : senders) {
      assertThat(sender.result()).isEqualTo(Posting.IN_LINE);
    }
  }

  @Test
  void postWhenRoom_interrupted_isNotIn() throws Exception {
    Mailbox mailbox = new Mailbox(1);
    mailbox.post(note(1));
    Worker<Posting> sender = Worker.start(() -> mailbox.postWhenRoom(note(2), Deadline.NEVER));
    sender.awaitParkedIn("Senders.awaitRoom");

    sender.interrupt();

    assertThatThrownBy(sender::result).isInstanceOf(InterruptedException.class);
    assertThat(takeAll(mailbox)).containsExactly(1);
  }

  @Test
  void postWhenRoom_endComes_isRefused() throws Exception {
    Mailbox mailbox = new Mailbox(1);
    mailbox.post(note(1));
    Worker<Posting> sender = Worker.start(() -> mailbox.postWhenRoom(note(2), Deadline.NEVER));
    sender.awaitParkedIn("Senders.awaitRoom");

    mailbox.end();

    assertThat(sender.result()).isEqualTo(Posting.ENDED);
  }

  /**
   * Owners come and go all the time. If a wake-up were lost, letters or a sender would be left
   * waiting, and the test would not end; if an owner were fetched twice, there would be two at a
   * time.
   */
  @Test
  void owner_fetchedByWhoeverIsFirst_isNeverMissingAndNeverTwo() throws Exception {
    int senders = 4;
    int each = 20_000;
    Mailbox mailbox = new Mailbox(3);
    AtomicInteger owners = new AtomicInteger();
    AtomicLong received = new AtomicLong();
    int[] last = new int[senders];
    AtomicInteger wrong = new AtomicInteger();
    Runnable owner =
        () -> {
          wrong.addAndGet(owners.incrementAndGet() == 1 ? 0 : 1);
          do {
            for (Letter letter = mailbox.take(); letter != null; letter = mailbox.take()) {
              Note note = (Note) letter;
              wrong.addAndGet(note.serial == ++last[note.sender] ? 0 : 1);
              received.incrementAndGet();
            }
            owners.decrementAndGet();
          } while (!mailbox.rest() && owners.incrementAndGet() == 1);
        };

    Worker.runAll(
        senders,
        sender -> {
          for (int serial = 1; serial <= each; serial++) {
            Posting posting = mailbox.postWhenRoom(new Note(sender, serial), Deadline.NEVER);
            if (posting == Posting.FIRST) {
              Thread.startVirtualThread(owner);
            }
          }
        });
    while (received.get() < (long) senders * each) {
      Thread.onSpinWait();
    }

    assertThat(wrong).hasValue(0);
  }
}
