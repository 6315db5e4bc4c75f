package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.OrderGenerator;
import io.isolde.examples.bank.csv.OrderGenerator.Plan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that generates a file of payment orders. */
@Command(
    name = "generate",
    sortOptions = false,
    description = {
      "Generates a CSV file of random payment orders.",
      "",
      "The same options give the same file, on every machine."
    },
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = Bank.EXIT_CODES,
    exitCodeList = {"0:The file was written.", Bank.EXIT_USAGE, Bank.EXIT_OUTPUT})
final class GenerateCommand implements Callable<Integer> {
  /** The limit exists because all accounts are held in memory. */
  private static final int ACCOUNTS_MAX = 1_000_000;

  @Parameters(paramLabel = "FILE.csv", description = "The file to write.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many orders, faulty ones included (default: ${DEFAULT-VALUE}).")
  private int orders;

  @Option(
      names = "--accounts",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many accounts, hot ones included (default: ${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--hot",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many accounts are hot: named by many orders (default: ${DEFAULT-VALUE}).")
  private int hot;

  @Option(
      names = "--hot-percent",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many orders of a hundred pay a hot account; a quarter as many are paid by one"
              + " (default: ${DEFAULT-VALUE}).")
  private int hotPercent;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many orders are malformed, or sure to be refused, in all ways in turn"
              + " (default: ${DEFAULT-VALUE}).")
  private int faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Picks one of the many such files (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--accounts-file",
      paramLabel = "FILE.csv",
      description = "Also writes the accounts, for the option --accounts of 'bank apply'.")
  private @Nullable Path accountsFile;

  @Option(
      names = "--balance",
      paramLabel = "AMOUNT",
      defaultValue = "1000.00",
      description = "What each of them holds, with two decimals (default: ${DEFAULT-VALUE}).")
  private String balance = "";

  @Override
  public Integer call() {
    Amounts amounts = new Amounts(2);
    OrderGenerator generator = new OrderGenerator(plan());
    long each = OptionValues.nonNegativeAmount("--balance", balance, amounts);
    OutputFile.requireTwo(file, accountsFile);
    try (OutputFile orderFile = OutputFile.prepare(file);
        OutputFile balanceFile = accountsFile == null ? null : OutputFile.prepare(accountsFile)) {
      orderFile.write(generator::writeOrders);
      if (balanceFile != null) {
        balanceFile.write(
            writer -> new AccountsFile(',', amounts).write(writer, generator.accounts(each)));
      }
    }
    return ExitCode.OK;
  }

  private int accountsInMemory() {
    int atLeastTwo = OptionValues.inRange("--accounts", accounts, 2, Integer.MAX_VALUE);
    return OptionValues.inRange("--accounts", atLeastTwo, 2, ACCOUNTS_MAX);
  }

  private Plan plan() {
    return new Plan(
        OptionValues.inRange("--orders", orders, 0, Integer.MAX_VALUE),
        accountsInMemory(),
        OptionValues.inRange("--hot", hot, 0, accounts),
        OptionValues.inRange("--hot-percent", hotPercent, 0, 100),
        OptionValues.inRange("--faults", faults, 0, orders),
        seed);
  }
}
