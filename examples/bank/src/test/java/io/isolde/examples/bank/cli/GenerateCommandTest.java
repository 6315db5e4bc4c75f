package io.isolde.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.OrderReader;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.csv.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {
  /** The options with which the files of the demonstration were made. */
  private static final String[] DEMONSTRATION = {
    "--orders=6000", "--accounts=300", "--hot=6", "--hot-percent=20", "--faults=18", "--seed=2026"
  };

  @TempDir private Path folder;

  @Test
  void generate_planOfTheDemonstration_givesTheShippedFiles() throws IOException {
    Path accounts = folder.resolve("accounts.csv");
    Path orders =
        generate(
            Stream.concat(Stream.of(DEMONSTRATION), Stream.of("--accounts-file=" + accounts))
                .toArray(String[]::new));
    assertThat(orders).hasContent(content(Demonstration.ORDERS));
    assertThat(accounts).hasContent(content(Demonstration.ACCOUNTS));
  }

  @Test
  void generate_bothFilesTheSame_isAUsageErrorAndNothingWritten() throws IOException {
    String file = folder.resolve("orders.csv").toString();
    String same = folder.resolve("../" + folder.getFileName() + "/orders.csv").toString();
    CommandRun run = CommandRun.of("generate", file, "--accounts-file", same);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("are the same file");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void generate_accountsCannotBeWritten_writesNoOrdersEither() {
    String orders = folder.resolve("orders.csv").toString();
    CommandRun run = CommandRun.of("generate", orders, "--accounts-file=" + folder + "/no/a.csv");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void generate_moreAccountsThanFit_isAUsageError() {
    String orders = folder.resolve("orders.csv").toString();
    CommandRun run = CommandRun.of("generate", orders, "--accounts=2147483647");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--accounts must be 2 to 1000000, but is 2147483647");
  }

  @Test
  void generate_sameSeed_givesTheSameFile() throws IOException {
    assertThat(Files.readString(generate("--seed=5")))
        .isEqualTo(Files.readString(generate("--seed=5")))
        .isNotEqualTo(Files.readString(generate("--seed=6")));
  }

  @Test
  void generate_noFaults_givesThatManyWellFormedOrdersAmongThatManyAccounts() throws IOException {
    List<PaymentOrder> orders = orders(generate("--orders=5000", "--accounts=20", "--hot=2"));
    assertThat(orders).hasSize(5000).allMatch(order -> order.amount() > 0);
    assertThat(orders).noneMatch(order -> order.payer().equals(order.payee()));
    assertThat(orders.stream().map(PaymentOrder::payer).distinct()).hasSize(20);
    assertThat(orders.stream().filter(order -> order.payee().startsWith("Shop")).count())
        .isBetween(1000L, 2000L);
  }

  @Test
  void generate_onlyHotAccountsOrNone_works() throws IOException {
    assertThat(orders(generate("--accounts=2", "--hot=2", "--hot-percent=100"))).hasSize(10_000);
    assertThat(orders(generate("--hot=0", "--orders=5"))).hasSize(5);
    assertThat(orders(generate("--orders=0"))).isEmpty();
  }

  @Test
  void generate_onlyFaults_givesAllKinds() throws IOException {
    Path orders = generate("--orders=9", "--faults=9");
    CommandRun run = CommandRun.of("apply", "--no-progress", orders.toString());
    assertThat(run.out())
        .containsPattern(" 1 applied") // the account named nobody is opened
        .containsPattern(" 1 refused: insufficient funds")
        .containsPattern(" 1 refused: same account")
        .containsPattern(" 2 refused: non-positive amount")
        .containsPattern("Malformed +4 lines");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--accounts=1|--accounts must be at least 2, but is 1",
        "--hot=1001|--hot must be 0 to 1000, but is 1001",
        "--hot-percent=101|--hot-percent must be 0 to 100, but is 101",
        "--faults=10001|--faults must be 0 to 10000, but is 10001",
        "--balance=x|--balance: 'x' is not a decimal number"
      })
  void generate_wrongOption_namesItAndWritesNothing(String option, String message) {
    CommandRun run = CommandRun.of("generate", folder.resolve("orders.csv").toString(), option);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void generate_noSuchFolder_saysSo() {
    CommandRun run = CommandRun.of("generate", folder.resolve("none/orders.csv").toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(run.err()).contains("there is no folder " + folder.resolve("none"));
  }

  private Path generate(String... options) {
    Path file = folder.resolve("orders-" + String.join("", options).hashCode() + ".csv");
    List<String> args = new ArrayList<>(List.of("generate", file.toString()));
    args.addAll(List.of(options));
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
    return file;
  }

  private static List<PaymentOrder> orders(Path file) {
    List<PaymentOrder> orders = new ArrayList<>();
    try (OrderReader reader = OrderReader.open(Source.file(file), OrderFormat.standard())) {
      for (var line = reader.next(); line != null; line = reader.next()) {
        orders.add(((Parsed.Value<OrderEntry>) line).value().order());
      }
    }
    return orders;
  }

  private static String content(Source source) throws IOException {
    try (InputStream stream = source.open()) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }
}
