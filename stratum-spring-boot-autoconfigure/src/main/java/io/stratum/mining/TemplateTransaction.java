package io.stratum.mining;

import io.stratum.bitcoin.Hash256;

/**
 * A transaction of a block template.
 *
 * @param txid its identity, without witness
 * @param data its bytes with witness, as they stand in the block; shared, not copied
 * @param weight its weight in weight units (BIP141)
 * @param sigops its signature operation cost (BIP141)
 */
public record TemplateTransaction(Hash256 txid, byte[] data, int weight, int sigops) {

}
