package io.isolde.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every peer must do before it is worth measuring, by one thread. */
class PeersTest {
  private static final int SIZE = 8;

  private final Tally tally = new Tally();

  private static Stream<Peer> having(Class<?> kind) {
    return Arrays.stream(Peer.values()).filter(peer -> peer.has(kind));
  }

  static Stream<Peer> accounts() {
    return having(Accounts.class).filter(peer -> peer != Peer.NOTHING);
  }

  static Stream<Peer> counters() {
    return having(Counter.class);
  }

  static Stream<Peer> registers() {
    return having(Register.class);
  }

  static Stream<Peer> relays() {
    return having(Relay.class);
  }

  static Stream<Peer> dictionaries() {
    return having(Dictionary.class).filter(peer -> peer != Peer.NOTHING);
  }

  static Stream<Peer> sortedDictionaries() {
    return having(SortedDictionary.class).filter(peer -> peer != Peer.NOTHING);
  }

  static Stream<Peer> handOffs() {
    return having(HandOff.class);
  }

  static Stream<Peer> respondents() {
    return having(Respondent.class);
  }

  static Stream<Peer> recipients() {
    return having(Recipient.class);
  }

  static Stream<Peer> blocks() {
    return having(Blocks.class);
  }

  /** Multiverse's second alternative dies; the benchmark reports it as wrong. */
  static Stream<Peer> alternatives() {
    return having(Alternatives.class).filter(peer -> peer != Peer.MULTIVERSE);
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void accounts_move_andAddUp(Peer peer) {
    Accounts accounts = peer.create(Accounts.class, SIZE);
    accounts.transfer(2, 5, 30, tally);
    accounts.transfer(5, 0, 10, tally);
    assertThat(accounts.sum(2, 1, tally)).isEqualTo(Accounts.OPENING_BALANCE - 30);
    assertThat(accounts.sum(5, 1, tally)).isEqualTo(Accounts.OPENING_BALANCE + 20);
    assertThat(accounts.sum(0, 1, tally)).isEqualTo(Accounts.OPENING_BALANCE + 10);
    assertThat(accounts.sum(0, SIZE, tally)).isEqualTo(SIZE * Accounts.OPENING_BALANCE);
    assertThat(tally.attempts).isBetween(6L, 10L); // a snapshot may need a second one
  }

  @ParameterizedTest
  @MethodSource("counters")
  void counter_counts(Peer peer) {
    Counter counter = peer.create(Counter.class, 1);
    counter.increment(tally);
    counter.add(tally);
    counter.add(tally);
    assertThat(counter.value()).isEqualTo(3);
    assertThat(tally.attempts).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("registers")
  void register_keeps_andCounts(Peer peer) {
    Register register = peer.create(Register.class, 1);
    register.set("a");
    register.increment();
    register.increment();
    assertThat(register.get()).isEqualTo("a");
    assertThat(register.count()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("relays")
  void relay_passesTheToken_toWhoeverWaits(Peer peer) throws InterruptedException {
    Relay relay = peer.create(Relay.class, 3);
    Thread runner =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    relay.pass(1, 2);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    relay.put(1, 7);
    assertThat(relay.take(2)).isEqualTo(8);
    runner.join();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void blocks_move_flatAndNested(Peer peer) {
    Blocks blocks = peer.create(Blocks.class, 2);
    blocks.flat(tally);
    blocks.nested(tally);
    assertThat(blocks.moved()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("alternatives")
  void alternatives_move_byTheFirstOrTheSecond(Peer peer) {
    Alternatives alternatives = peer.create(Alternatives.class, 2);
    alternatives.first(tally);
    alternatives.second(tally);
    assertThat(alternatives.moved()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("dictionaries")
  void dictionary_keepsWhatWasPut_aloneAndInTransactions(Peer peer) {
    Dictionary dictionary = peer.create(Dictionary.class, SIZE);
    assertThat(dictionary.size()).isEqualTo(SIZE);
    dictionary.put(2, 40);
    dictionary.remove(3);
    assertThat(dictionary.get(2)).isEqualTo(40);
    assertThat(dictionary.get(3)).isNull();
    assertThat(dictionary.insert(3, 50, tally)).isTrue();
    assertThat(dictionary.insert(3, 60, tally)).isFalse();
    Integer[] read = {2, 3, 5};
    Integer[] written = {0, SIZE};
    assertThat(dictionary.exchange(read, written, 70, tally)).isEqualTo(40 + 60 + 5);
    assertThat(dictionary.get(0)).isEqualTo(70);
    assertThat(dictionary.get(SIZE)).isEqualTo(70);
    assertThat(dictionary.size()).isEqualTo(SIZE + 1);
    assertThat(dictionary.sum()).isEqualTo(70 + 1 + 40 + 60 + 4 + 5 + 6 + 7 + 70);
    assertThat(tally.attempts).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("sortedDictionaries")
  void sortedDictionary_findsOne_andAddsUpARange(Peer peer) {
    SortedDictionary dictionary = peer.create(SortedDictionary.class, SIZE);
    assertThat(dictionary.get(5)).isEqualTo(5);
    assertThat(dictionary.get(SIZE)).isNull();
    assertThat(dictionary.sum(2, 5)).isEqualTo(2 + 3 + 4);
  }

  @ParameterizedTest
  @MethodSource("handOffs")
  void handOff_keepsTheOrder(Peer peer) throws InterruptedException {
    HandOff queue = peer.create(HandOff.class, 2);
    queue.put(1);
    queue.put(2);
    assertThat(queue.take()).isEqualTo(1);
    assertThat(queue.take()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("respondents")
  void respondent_replies(Peer peer) throws InterruptedException {
    try (Respondent respondent = peer.create(Respondent.class, 1)) {
      assertThat(respondent.ask(2)).isEqualTo(2);
      assertThat(respondent.ask(3)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @MethodSource("recipients")
  void recipient_addsWhatItIsTold(Peer peer) {
    try (Recipient recipient = peer.create(Recipient.class, 2)) {
      for (int i = 0; i < 10; i++) {
        recipient.tell(i);
      }
      while (recipient.sum() < 45) {
        Thread.onSpinWait();
      }
      assertThat(recipient.sum()).isEqualTo(45);
    }
  }
}
