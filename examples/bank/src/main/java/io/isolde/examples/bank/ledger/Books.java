package io.isolde.examples.bank.ledger;

/**
 * The books of the bank at one moment.
 *
 * <p>Immutable.
 *
 * @param audit what all accounts hold, and what they should
 * @param opened the opening balances of all accounts, added up account by account, in minor units
 * @param accounts how many accounts are open
 */
public record Books(Audit audit, long opened, int accounts) {}
