package io.stratum.faults;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.CustomJob;
import io.stratum.mining.Worker;

/**
 * Proposes a job that a client selected, as a declarator does.
 */
final class CustomJobCall {

	private CustomJobCall() {
	}

	static void propose(MiningEngine engine) {
		BlockTemplate template = Objects.requireNonNull(engine.currentWork()).template();
		byte[] height = ByteBuffer.allocate(4)
			.put((byte) 2)
			.putShort(Short.reverseBytes((short) template.height()))
			.array();
		CustomJob.Coinbase coinbase = new CustomJob.Coinbase(2, new byte[] { height[0], height[1], height[2], 20 }, -1,
				List.of(new TxOutput(1, new byte[0])), 0);
		CustomJob job = new CustomJob(new Worker("declarator", ""), new byte[0], 0x20000000, template.previousBlock(),
				(int) template.minTime(), template.nBits(), coinbase, List.of());
		Objects.requireNonNull(engine.customJobs()).propose(job, InetAddress.getLoopbackAddress());
	}

}
