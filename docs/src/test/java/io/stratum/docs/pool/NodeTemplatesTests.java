package io.stratum.docs.pool;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.stratum.mining.BlockTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class NodeTemplatesTests {

	@Test
	void readsWhatANodeGives() {
		BlockTemplate template = NodeTemplates.template(JsonMapper.shared().readTree("""
				{ "version": 536870912, "vbrequired": 0, "curtime": 1700000060, "mintime": 1700000001, "height": 101,
				  "previousblockhash": "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206",
				  "bits": "207fffff", "coinbasevalue": 5000000141, "weightlimit": 4000000, "sigoplimit": 80000,
				  "default_witness_commitment": "6a24aa21a9ed",
				  "transactions": [ { "data": "0200", "weight": 561, "sigops": 1,
				    "txid": "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b" } ] }
				"""));
		assertThat(template.height()).isEqualTo(101);
		assertThat(template.nBits()).isEqualTo(0x207fffff);
		assertThat(template.previousBlock())
			.hasToString("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206");
		assertThat(template.witnessCommitment()).hasSize(6);
		assertThat(template.transactions()).singleElement().satisfies((transaction) -> {
			assertThat(transaction.data()).containsExactly(2, 0);
			assertThat(transaction.weight()).isEqualTo(561);
		});
	}

}
