/**
 * How the difficulty follows a miner: the contract and the policy of the starter. What
 * decides on a difficulty belongs here; sending it is the business of sessions.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.mining.vardiff;
