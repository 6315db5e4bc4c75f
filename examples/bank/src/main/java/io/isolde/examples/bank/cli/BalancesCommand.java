package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.ledger.BankStore;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.StoredDecimals;
import io.isolde.store.Store;
import io.isolde.store.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that shows what the accounts in a durable store hold. */
@Command(
    name = "balances",
    sortOptions = false,
    description = {
      "Prints the balances in a durable store, in the format of 'bank apply --accounts'."
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = Bank.EXIT_CODES,
    exitCodeList = {"0:The balances were printed.", Bank.EXIT_USAGE, Bank.EXIT_INPUT})
final class BalancesCommand implements Callable<Integer> {
  private static final int DEFAULT_DECIMALS = 2;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--store",
      paramLabel = "URI",
      required = true,
      description = "The store that holds the accounts, for example file:DIRECTORY.")
  private String storeUri = "";

  @Override
  public Integer call() throws IOException {
    try (Store store = BankStore.openToRead(storeUri)) {
      requireKept(store);
      Ledger ledger = BankStore.ledgerToRead(store);
      PrintWriter out = spec.commandLine().getOut();
      Amounts amounts = new Amounts(StoredDecimals.find(store).orElse(DEFAULT_DECIMALS));
      new AccountsFile(',', amounts).write(out, ledger.balances());
    } catch (StoreUnavailableException e) {
      throw BankStore.unreachable(storeUri, e);
    }
    return ExitCode.OK;
  }

  private static void requireKept(Store store) {
    if (!BankStore.isKept(store)) {
      throw BankException.usage(
          "the store %s is gone when the bank ends; expected a durable one, such as file:DIRECTORY"
              .formatted(store.uri()));
    }
  }
}
