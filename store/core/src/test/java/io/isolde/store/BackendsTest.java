package io.isolde.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {
  private record Toy(String scheme) implements StoreProvider {
    @Override
    public Store open(StoreUri uri) {
      throw new UnsupportedOperationException("opened " + uri);
    }
  }

  @Test
  void open_unknownScheme_namesTheUriAndWhatThereIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.open("redis:bank"))
        .withMessage(
            "no backend for the store URI 'redis:bank': the schemes available are [agent, agents,"
                + " file, lock, stm]");
  }

  @Test
  void open_malformedUri_namesItAndTheReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.open("bank"))
        .withMessage(
            "malformed store URI 'bank': it must start with a scheme and a colon, as in 'stm:'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.open("my bank:"))
        .withMessage("malformed store URI 'my bank:': 'my bank' is not a scheme");
    assertThatNullPointerException().isThrownBy(() -> Store.open(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm", "lock", "agent", "agents"})
  void open_restWhereThereIsNone_isRefused(String scheme) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.open(scheme + ":data/bank"))
        .withMessageContainingAll(scheme + ":data/bank", "nothing may follow");
  }

  @Test
  void open_schemeInUpperCase_isTheSame() {
    try (Store store = Store.open("STM:")) {
      assertThat(store.uri()).hasToString("stm:");
    }
  }

  @Test
  void open_sameUriTwice_makesTwoStores() {
    try (Store one = Store.open("stm:");
        Store other = Store.open("stm:")) {
      one.counter("hits").set(1);
      assertThat(other.counter("hits").get()).isZero();
    }
  }

  @Test
  void open_contextClassLoaderThatSeesNothing_findsBackends() {
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try (Store store = Store.open("stm:")) {
      assertThat(store.uri().scheme()).isEqualTo("stm");
    } finally {
      Thread.currentThread().setContextClassLoader(BackendsTest.class.getClassLoader());
    }
  }

  @Test
  void open_twoBackendsOfOneScheme_namesBoth() {
    Backends backends = new Backends(List.of(new Toy("toy"), new Toy("other"), new Toy("toy")));

    assertThatIllegalStateException()
        .isThrownBy(() -> backends.open(StoreUri.parse("toy:box")))
        .withMessage(
            "more than one backend for the store URI 'toy:box': [%s, %s]",
            Toy.class.getName(), Toy.class.getName());
  }

  @Test
  void parse_uri_splitsAtTheFirstColon() {
    assertThat(StoreUri.parse("file:C:\\data\\bank"))
        .isEqualTo(new StoreUri("file", "C:\\data\\bank"));
    assertThat(StoreUri.parse("lock:")).isEqualTo(new StoreUri("lock", ""));
    assertThat(StoreUri.parse("file:\uD83D\uDCB0").rest()).isEqualTo("\uD83D\uDCB0");
  }

  @Test
  void parse_controlCharacterOrHalfOfPair_isRefused() {
    for (String odd : List.of("\u0000", "\n", "\t", "\u007f", "\u0085", "\ud800", "\udc00x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> StoreUri.parse("file:data" + odd + "bank"))
          .withMessage(
              "malformed store URI 'file:data%sbank': it must not contain U+%04X",
              odd.replace(odd.charAt(0), '?'), (int) odd.charAt(0));
    }
  }
}
