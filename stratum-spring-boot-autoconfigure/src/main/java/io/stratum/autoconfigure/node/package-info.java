/**
 * Auto-configuration of nodes that work comes from and blocks go to.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.node;
