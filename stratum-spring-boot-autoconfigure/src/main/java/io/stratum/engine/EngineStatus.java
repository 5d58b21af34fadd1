package io.stratum.engine;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.room.Fault;

/**
 * What a mining engine is doing, for health and endpoints.
 *
 * @param running whether it was started and not stopped
 * @param ready whether there is work that is young enough to be mined
 * @param workAge the age of the template that was fetched last, or null before the first
 * @param height the height of the block that is being mined, 0 before the first work
 * @param previousBlock the block it follows, or null before the first work
 * @param tip counts the chain tips since the start
 * @param works counts the works since the start
 * @param groups how many payouts are being mined for
 * @param pendingShares how many accepted shares are not recorded yet
 * @param unconfirmedShares how many shares were answered as unconfirmed since the start
 * @param sharesSetAside how many accepted shares were set aside since the start, because
 * the recorder refuses them
 * @param keptChannels how many channels wait for their miner to come back
 * @param openSubmissions how many submitters have not answered for a block yet
 * @param faults what is wrong with beans of the application now, possibly nothing
 */
public record EngineStatus(boolean running, boolean ready, @Nullable Duration workAge, int height,
		@Nullable Hash256 previousBlock, long tip, long works, int groups, int pendingShares, long unconfirmedShares,
		long sharesSetAside, int keptChannels, int openSubmissions, List<Fault> faults) {

	public EngineStatus {
		faults = List.copyOf(faults);
	}

}
