/**
 * Makes the template source and the submitters of {@code stratum.node.*}. Beans,
 * properties and failure analysis of nodes belong here; what they do is in {@code node}.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.autoconfigure.node;
