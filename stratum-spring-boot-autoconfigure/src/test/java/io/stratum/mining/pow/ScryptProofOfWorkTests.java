package io.stratum.mining.pow;

import java.math.BigInteger;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;

import static org.assertj.core.api.Assertions.assertThat;

class ScryptProofOfWorkTests {

	private final ScryptProofOfWork scrypt = new ScryptProofOfWork();

	@Test
	void hashesTheGenesisBlockOfLitecoin() {
		Hash256 root = Hash256.fromDisplay("97ddfbbae6be97fd6cdf3e7ca13232a3afff2353e29badfab7f73011edd4ced9");
		BlockHeader header = new BlockHeader(1, Hash256.ZERO, root, 1317972665, 0x1e0ffff0, 2084524493);
		assertThat(header.hash()).hasToString("12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2");
		byte[] hash = new byte[32];
		this.scrypt.hash(header.toBytes(), hash);
		assertThat(Hash256.ofInternal(hash))
			.hasToString("0000050c34a64b415b6b15b37f2216634b5b1669cb9a2e38d76f7213b0671e00");
		assertThat(Target.ofCompact(header.nBits()).isMetBy(hash)).isTrue();
	}

	@Test
	void hasAnEasierDifficultyOne() {
		assertThat(this.scrypt.difficultyOne().toBigInteger()).isEqualTo(BigInteger.valueOf(0xFFFF).shiftLeft(224));
		assertThat(this.scrypt.isCostly()).isTrue();
	}

	@Test
	void hashesBitcoinBySha256d() {
		Sha256dProofOfWork sha256d = new Sha256dProofOfWork();
		byte[] header = HexFormat.of().parseHex("01".repeat(80));
		byte[] hash = new byte[32];
		sha256d.hash(header, hash);
		assertThat(Hash256.ofInternal(hash)).isEqualTo(BlockHeader.parse(header).hash());
		assertThat(sha256d.difficultyOne()).isEqualTo(Target.DIFFICULTY_ONE);
		assertThat(sha256d.isCostly()).isFalse();
	}

}
