package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.BankStore;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.StoredDecimals;
import io.isolde.examples.bank.run.FileSettings;
import io.isolde.examples.bank.run.Intake;
import io.isolde.examples.bank.run.OpeningBalances;
import io.isolde.examples.bank.run.Part;
import io.isolde.examples.bank.run.RunSettings;
import io.isolde.examples.bank.run.StopSignal;
import io.isolde.examples.bank.run.StrictCheck;
import io.isolde.examples.bank.run.Summary;
import io.isolde.stm.AfterCommitException;
import io.isolde.store.OutcomeUnknownException;
import io.isolde.store.Store;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that applies a file of payment orders. */
@Command(
    name = "apply",
    sortOptions = false,
    description = {
      "Applies the payment orders of a CSV file.",
      "",
      "The file has a header line and the columns payer, payee and amount; others are ignored."
          + " A malformed line is reported and skipped. An order is refused when funds are"
          + " insufficient, an account is unknown, payer and payee are the same, or the amount is"
          + " not positive. With one writer orders take effect as they stand in the file; with"
          + " more, in some order near that.",
      "",
      "In a durable store, such as file:DIRECTORY, an order is applied once: what was stopped or"
          + " killed is continued by the same command, and a file that was applied before is not"
          + " applied again. Several machines can share a store such as"
          + " postgres://host:port/database, and apply a part of a file each."
    },
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = Bank.EXIT_CODES,
    exitCodeList = {
      Bank.EXIT_OK,
      Bank.EXIT_INCONSISTENT,
      Bank.EXIT_USAGE,
      Bank.EXIT_INPUT,
      Bank.EXIT_OUTPUT,
      Bank.EXIT_INTERRUPTED
    })
final class ApplyCommand implements Callable<Integer> {
  private static final String DEFAULT_OPENING_BALANCE = "1000";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE.csv", description = "The payment orders.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path orders;

  @Option(
      names = "--accounts",
      paramLabel = "FILE.csv",
      description =
          "The accounts there are, with the columns account and balance. Orders that name another"
              + " account are refused, unless --opening-balance is given, too.")
  private @Nullable Path accounts;

  @Option(
      names = "--opening-balance",
      paramLabel = "AMOUNT",
      description =
          "Opens an account with this balance when an order first names it (default: "
              + DEFAULT_OPENING_BALANCE
              + ", but with --accounts none is opened).")
  private @Nullable String openingBalance;

  @Option(
      names = "--store",
      paramLabel = "URI",
      defaultValue = "stm:",
      description =
          "The store that holds the accounts (default: ${DEFAULT-VALUE}). It must be able to change"
              + " two of them at once.")
  private String storeUri = "";

  @Option(
      names = "--out",
      paramLabel = "FILE.csv",
      description =
          "Where the closing balances go, in the format of --accounts. The file is replaced as a"
              + " whole, at the end, and only if the run was not interrupted.")
  private @Nullable Path out;

  @Option(
      names = "--part",
      paramLabel = "K/N",
      description =
          "Applies the k-th of n parts of the file; other processes may apply the others to the"
              + " same store, at the same time or later (default: all of the file).")
  private @Nullable String part;

  @Option(
      names = "--limit",
      paramLabel = "AMOUNT",
      description =
          "The most that the orders of this file may move in all; one that is beyond it is refused"
              + " (default: no limit).")
  private @Nullable String limit;

  @Option(
      names = "--leave-unfinished",
      description =
          "Begins this file although a durable store has another one to finish; that one can still"
              + " be continued later.")
  private boolean leaveUnfinished;

  @Option(
      names = "--strict",
      description = "Reads the whole file first, and applies nothing when a line is malformed.")
  private boolean strict;

  @Mixin private final FormatOptions format = new FormatOptions();
  @Mixin private final RunOptions run = new RunOptions();

  @Override
  public Integer call() throws InterruptedException {
    return Interrupts.stopping(this::apply);
  }

  private int apply(StopSignal stop) throws InterruptedException {
    try {
      return applyTo(Source.file(orders), stop);
    } catch (StoreFailedException
        | AfterCommitException
        | StoreUnavailableException
        | OutcomeUnknownException e) {
      throw BankStore.failed(storeUri, e);
    }
  }

  private int applyTo(Source source, StopSignal stop) throws InterruptedException {
    RunSettings settings = run.settings();
    OrderFormat orderFormat = format.orderFormat();
    FileSettings fileSettings = fileSettings();
    PrintWriter report = spec.commandLine().getOut();
    try (Store store = BankStore.open(storeUri);
        OutputFile closing = closingBalances()) {
      RecoveryReport.print(store, report);
      Ledger ledger = BankStore.prepare(store, () -> ledger(store));
      if (strict) {
        StrictCheck.check(source, orderFormat, settings, spec.commandLine().getErr());
      }
      Intake intake =
          BankStore.prepare(store, () -> Intake.begin(store, source, orderFormat, fileSettings));
      Summary summary = intake.apply(ledger, settings, stop, report);
      summary.print(report, format.amounts());
      intake.print(report, format.amounts());
      if (closing != null) {
        write(closing, ledger, summary.exitCode() == ExitCode.OK, intake.isComplete());
      }
      return summary.exitCode();
    }
  }

  private @Nullable OutputFile closingBalances() {
    if (out == null) {
      return null;
    }
    if (isSameFile(out, orders)) {
      throw BankException.usage("--out " + out + " would replace the payment orders");
    }
    return OutputFile.prepare(out);
  }

  private static boolean isSameFile(Path one, Path other) {
    try {
      return Files.exists(one) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private Ledger ledger(Store store) {
    Ledger ledger = new Ledger(store, openingBalance(), run.thinkTime());
    StoredDecimals.require(store, format.amounts().decimals());
    if (accounts != null) {
      new OpeningBalances(format.accountsFile(), Source.file(accounts)).openIn(ledger);
    }
    return ledger;
  }

  private FileSettings fileSettings() {
    return new FileSettings(
        part == null ? Part.WHOLE : Part.parse(part),
        OptionValues.positiveAmount("--limit", limit, format.amounts()),
        leaveUnfinished);
  }

  private OptionalLong openingBalance() {
    if (openingBalance == null && accounts != null) {
      return OptionalLong.empty();
    }
    String amount = openingBalance == null ? DEFAULT_OPENING_BALANCE : openingBalance;
    return OptionalLong.of(
        OptionValues.nonNegativeAmount("--opening-balance", amount, format.amounts()));
  }

  private void write(OutputFile closing, Ledger ledger, boolean isRunComplete, boolean isLast) {
    PrintWriter report = spec.commandLine().getOut();
    if (isRunComplete && isLast) {
      closing.write(writer -> format.accountsFile().write(writer, ledger.balances()));
      Summary.printRemark(report, "Balances", "written to " + out);
    } else {
      String reason = isRunComplete ? "other parts are not finished" : "the run is not complete";
      Summary.printRemark(report, "Balances", "not written, for " + reason);
    }
  }
}
