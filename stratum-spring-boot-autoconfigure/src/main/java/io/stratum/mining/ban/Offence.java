package io.stratum.mining.ban;

/**
 * Something that happened and may be a reason for a ban.
 *
 * @param reason what happened: {@link BanReason#MALFORMED_MESSAGES} for a connection that
 * was closed because of what it sent, {@link BanReason#FAILED_LOGINS} for a worker that
 * was refused, {@link BanReason#BANNED_WORKERS} for a worker that was banned
 * @param subject what a ban would hit: the address, or the worker at its address. A
 * refused worker is told twice, first for its address and then for itself
 * @param worker the name of the worker that was refused or banned, which may have any
 * length; empty for a connection
 * @param miners how many workers mine from the address at the moment that had a share
 * accepted since they logged in, and are not banned; with many, it is probably that of a
 * farm
 */
public record Offence(BanReason reason, BanSubject subject, String worker, int miners) {

}
