package io.stratum.docs.quickstart;

import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;

/**
 * A reader's own access to a node.
 */
interface Node {

	BlockTemplate blockTemplate();

	BlockOutcome submit(Block block);

}
