package io.stratum.mining.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.TxOutput;
import io.stratum.bitcoin.VarInt;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.CustomJob;

/**
 * A coinbase transaction without witness, cut open around the extranonce. Its input
 * script is the height (BIP34), one push of stamp and extranonce, the pool tag and what
 * the template adds; the stamp ends the prefix.
 *
 * @param prefix what stands before the extranonce
 * @param suffix what stands after it
 * @param scriptSize the length of the input script
 */
record Coinbase(byte[] prefix, byte[] suffix, int scriptSize) {

	/** The longest input script that the network allows. */
	static final int MAX_SCRIPT = 100;

	/** The shortest input script that the network allows. */
	static final int MIN_SCRIPT = 2;

	/** The longest push of a height. */
	static final int MAX_HEIGHT_PUSH = 5;

	/** How many bytes make a job unlike any other. */
	static final int STAMP_LENGTH = 8;

	/** What the largest input script, a commitment and one output can take. */
	static final int MIN_ROOM = 250;

	/** Witness with one item of 32 zero bytes, the reserved value (BIP141). */
	private static final int WITNESS_SIZE = 1 + 1 + 32;

	/** Marker and flag of a transaction with witness. */
	private static final int WITNESS_MARKER_SIZE = 2;

	/** Version, input count, outpoint. */
	private static final int HEAD_SIZE = 4 + 1 + 36;

	private static final int SEQUENCE_SIZE = 4;

	private static final int LOCK_TIME_SIZE = 4;

	static Coinbase of(BlockTemplate template, long stamp, JobSettings settings, List<TxOutput> outputs) {
		byte[] heightPush = heightPush(template.height());
		byte[] tag = settings.poolTag().getBytes(StandardCharsets.US_ASCII);
		int pushed = STAMP_LENGTH + settings.extranonceLength();
		int pushes = pushSize(tag) + pushSize(template.coinbaseScript());
		int scriptSize = heightPush.length + 1 + pushed + pushes;
		byte[] payload = template.coinbasePayload();

		ByteBuffer prefix = buffer(HEAD_SIZE + 1 + heightPush.length + 1 + STAMP_LENGTH);
		prefix.putInt(template.coinbaseVersion()).put((byte) 1).put(new byte[32]).putInt(-1);
		prefix.put((byte) scriptSize).put(heightPush).put((byte) pushed);
		prefix.order(ByteOrder.BIG_ENDIAN).putLong(stamp);

		ByteBuffer suffix = buffer(pushes + SEQUENCE_SIZE + outputsSize(outputs) + endSize(payload));
		push(suffix, tag);
		push(suffix, template.coinbaseScript());
		suffix.putInt(-1);
		VarInt.put(suffix, outputs.size());
		outputs.forEach((output) -> output.writeTo(suffix));
		suffix.putInt(0);
		if (payload.length > 0) {
			VarInt.put(suffix, payload.length);
			suffix.put(payload);
		}
		return new Coinbase(prefix.array(), suffix.array(), scriptSize);
	}

	/**
	 * The coinbase of a client. Its input script is a prefix and the extranonce.
	 */
	static Coinbase ofCustom(CustomJob.Coinbase custom, int extranonceLength) {
		byte[] script = custom.scriptPrefix();
		int scriptSize = script.length + extranonceLength;
		ByteBuffer prefix = buffer(HEAD_SIZE + 1 + script.length);
		prefix.putInt(custom.version()).put((byte) 1).put(new byte[32]).putInt(-1);
		prefix.put((byte) scriptSize).put(script);
		ByteBuffer suffix = buffer(SEQUENCE_SIZE + outputsSize(custom.outputs()) + LOCK_TIME_SIZE);
		suffix.putInt(custom.sequence());
		VarInt.put(suffix, custom.outputs().size());
		custom.outputs().forEach((output) -> output.writeTo(suffix));
		suffix.putInt(custom.lockTime());
		return new Coinbase(prefix.array(), suffix.array(), scriptSize);
	}

	/**
	 * The prefix of the same coinbase with another stamp.
	 */
	static byte[] restamp(byte[] prefix, long stamp) {
		byte[] fresh = prefix.clone();
		ByteBuffer.wrap(fresh).putLong(fresh.length - STAMP_LENGTH, stamp);
		return fresh;
	}

	int size(int extranonceLength) {
		return this.prefix.length + extranonceLength + this.suffix.length;
	}

	/**
	 * The weight of a coinbase of a size without witness.
	 */
	static int weight(int size, byte @Nullable [] witnessCommitment) {
		return 4 * size + witnessSize(witnessCommitment);
	}

	/**
	 * What the witness adds to the size of a coinbase.
	 */
	static int witnessSize(byte @Nullable [] witnessCommitment) {
		return (witnessCommitment != null) ? WITNESS_MARKER_SIZE + WITNESS_SIZE : 0;
	}

	/**
	 * Writes the whole coinbase as it stands in a block.
	 */
	static void write(ByteBuffer block, Job job, byte[] extranonce) {
		byte[] prefix = job.coinbasePrefix();
		byte[] suffix = job.coinbaseSuffix();
		BlockTemplate template = job.work().template();
		boolean witness = template.witnessCommitment() != null;
		int end = suffix.length - endSize(template.coinbasePayload());
		block.put(prefix, 0, 4);
		if (witness) {
			block.put((byte) 0).put((byte) 1);
		}
		block.put(prefix, 4, prefix.length - 4).put(extranonce).put(suffix, 0, end);
		if (witness) {
			block.put((byte) 1).put((byte) 32).put(new byte[32]);
		}
		block.put(suffix, end, suffix.length - end);
	}

	/** What follows the outputs or, in a block, the witness. */
	private static int endSize(byte[] payload) {
		return LOCK_TIME_SIZE + ((payload.length > 0) ? VarInt.size(payload.length) + payload.length : 0);
	}

	private static int pushSize(byte[] bytes) {
		return (bytes.length > 0) ? 1 + bytes.length : 0;
	}

	private static void push(ByteBuffer script, byte[] bytes) {
		if (bytes.length > 0) {
			script.put((byte) bytes.length).put(bytes);
		}
	}

	static int outputsSize(List<TxOutput> outputs) {
		return VarInt.size(outputs.size()) + outputs.stream().mapToInt(TxOutput::size).sum();
	}

	/**
	 * The push of a height as BIP34 wants it, minimal like every script number: 0 to 16
	 * have opcodes of their own.
	 */
	static byte[] heightPush(int height) {
		if (height < 0) {
			throw new IllegalArgumentException("height: " + height + " (expected: >= 0)");
		}
		if (height <= 16) {
			return new byte[] { (byte) ((height == 0) ? 0 : 0x50 + height) };
		}
		// one bit more than the number has, for the sign
		int length = (Integer.SIZE - Integer.numberOfLeadingZeros(height)) / 8 + 1;
		byte[] push = new byte[1 + length];
		push[0] = (byte) length;
		for (int i = 0; i < length; i++) {
			push[1 + i] = (byte) ((long) height >>> (8 * i));
		}
		return push;
	}

	private static ByteBuffer buffer(int size) {
		return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
	}

}
