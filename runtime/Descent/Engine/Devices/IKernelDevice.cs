using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>A device that runs the loops of rules.</summary>
internal interface IKernelDevice : IDevice
{
    /// <summary>Queues one loop over many tensors.</summary>
    /// <param name="launch">Which loop, over what.</param>
    void Run(DeviceLaunch launch);

    /// <summary>Waits for a loop that was queued, and reads its totals: chunk by chunk of the tensors, one after the other.</summary>
    /// <param name="launch">The loop.</param>
    /// <param name="totals">The totals.</param>
    void ReadTotals(DeviceLaunch launch, Span<double> totals);

    /// <summary>Whether loops are kept until all of a step are there, so that none of them can be waited for before.</summary>
    bool KeepsLoops { get; }

    /// <summary>Queues the loops that are kept until all of a step are there.</summary>
    void Flush();

    /// <summary>Where a loop that was queued leaves its totals.</summary>
    /// <param name="launch">The loop.</param>
    ulong TotalsOf(DeviceLaunch launch);

    /// <summary>Queues the upper part of the tree of all reductions over totals that the device has.</summary>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="tasks">
    /// Where the table of the totals begins: of each the address of the first term and where the total goes, how many bytes the next term lies further and how many there are; then, for totals of one term
    /// each that lie so far apart, how many there are, at most <see cref="TotalsAtOnce"/>, and how many bytes the next goes further.
    /// </param>
    /// <param name="count">How many totals there are.</param>
    void Combine(ReductionKind kind, ulong tasks, int count);

    /// <summary>How many totals of one term each are taken at once.</summary>
    const int TotalsAtOnce = 512;

    /// <summary>How many columns are taken at once.</summary>
    const int ColumnsAtOnce = 256;

    /// <summary>Queues what is left of totals of columns: the bands of each are added, as one row of the tree.</summary>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="tasks">
    /// Where a table begins: of at most <see cref="ColumnsAtOnce"/> columns the address of the total of the first one's first band, and where its total goes; how many bytes the next column lies further, and how
    /// many there are; how many bands, and how many bytes the next total goes further; and how many bytes the next band lies further.
    /// </param>
    /// <param name="count">How many entries it has.</param>
    void CombineColumns(ReductionKind kind, ulong tasks, int count);

    /// <summary>Queues the loop that reads gradients: each chunk leaves what it gives to their norm (<see cref="NormTerm"/>).</summary>
    /// <param name="type">As what they are stored.</param>
    /// <param name="pieces">Where the table of the chunks begins: of each the number of its tensor, where it begins there and how long it is, and the number of its term.</param>
    /// <param name="gradients">Where the table of addresses of the tensors' gradients begins.</param>
    /// <param name="terms">Where the terms go.</param>
    /// <param name="count">How many chunks there are.</param>
    void Scan(Type type, ulong pieces, ulong gradients, ulong terms, int count);

    /// <summary>How many words a chunk has in the table of <see cref="Spread"/>.</summary>
    const int WordsOfSpread = 7;

    /// <summary>Queues what writes gradients of some rows among zeros: of each chunk of the weights the blocks of the tree in which any lies, one behind the other.</summary>
    /// <param name="type">As what they are stored.</param>
    /// <param name="chunks">
    /// Where the table of the chunks begins: of each the address of the tensor's gradients; how many bytes the numbers of its rows begin further, and how many what is written; of each block its place among those,
    /// four bits each; the number of the first gradient and how many there are; how many columns a row has and how many blocks are written; and where the chunk begins among the weights.
    /// </param>
    /// <param name="rows">Where the numbers of rows begin.</param>
    /// <param name="spread">Where what is written begins.</param>
    /// <param name="count">How many chunks there are.</param>
    void Spread(Type type, ulong chunks, ulong rows, ulong spread, int count);

    /// <summary>Queues that chunks give nothing to the norm.</summary>
    /// <param name="terms">Where their terms begin.</param>
    /// <param name="count">How many there are.</param>
    void ClearTerms(ulong terms, int count);

    /// <summary>Queues what is left of the norm of tensors: of the terms of each one term.</summary>
    /// <param name="tasks">Where the table of the tensors begins, as <see cref="Combine"/> has it.</param>
    /// <param name="count">How many tensors there are.</param>
    void CombineNorms(ulong tasks, int count);

    /// <summary>Queues what follows from the norm of all gradients: the norm, and the conditions of the step.</summary>
    /// <param name="task">Where the words lie that say where the terms of the tensors are, as <see cref="Combine"/> has them.</param>
    /// <param name="limits">What the norm is multiplied by, its limit, whether gradients that are not finite are looked for, as 32 bits, and the place among the norms.</param>
    /// <param name="conditions">Where the conditions go (<see cref="DeviceConditions"/>).</param>
    /// <param name="norms">Where the norms begin.</param>
    void LimitNorm(ulong task, ulong limits, ulong conditions, ulong norms);

    /// <summary>Sets a mark behind what was queued, and gives its number; behind a graph, where what was queued is kept for one.</summary>
    long SetMark();

    /// <summary>Waits for what stands before a mark, and not for what was queued behind it, and reads.</summary>
    /// <param name="mark">The number of the mark.</param>
    /// <param name="address">Where it begins.</param>
    /// <param name="destination">Where it goes.</param>
    void ReadAfter(long mark, ulong address, Span<byte> destination);

    /// <summary>Queues what decodes values, or encodes them.</summary>
    /// <param name="conversion">The values.</param>
    void Convert(in DeviceConversion conversion);

    /// <summary>Counts, chunk by chunk, the weights that their storage rounds back to what they were, though the rule moved them. Waits for it.</summary>
    /// <param name="stored">The weights as they are stored, and the number of those of a chunk.</param>
    /// <param name="before">Where those begin that they were, in <see cref="float"/>.</param>
    /// <param name="unrounded">Where those begin that were stored.</param>
    /// <param name="lost">The numbers.</param>
    void CountLost(in DeviceValues stored, ulong before, ulong unrounded, Span<int> lost);

    /// <summary>
    /// Measures values, chunk by chunk: of each, the sum of the squares by the tree of all reductions, the largest magnitude, which is NaN where a value is, and how many values are not
    /// finite. Waits for them.
    /// </summary>
    /// <param name="measured">The values.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="largest">The largest magnitudes.</param>
    /// <param name="bad">The numbers.</param>
    void Measure(in DeviceValues measured, Span<double> sums, Span<double> largest, Span<long> bad);
}

/// <summary>Values on a device that are decoded and encoded once each.</summary>
/// <param name="Source">Where they begin.</param>
/// <param name="From">How they lie there.</param>
/// <param name="Destination">Where they go.</param>
/// <param name="To">How they lie there.</param>
/// <param name="Length">How many there are, at least 1.</param>
/// <param name="Table">Where a table begins: the address of what chance follows from, the number of the step, and the address of what is kept beside the stored ones.</param>
internal readonly record struct DeviceConversion(ulong Source, DeviceElement From, ulong Destination, DeviceElement To, int Length, ulong Table);

/// <summary>Values on a device: stored ones times two factors, less others, in the type of the arithmetic.</summary>
/// <param name="Address">Where they begin.</param>
/// <param name="Type">As what they are stored.</param>
/// <param name="OfDoubles">Whether the arithmetic is in <see cref="double"/>.</param>
/// <param name="First">The first factor.</param>
/// <param name="Second">The second.</param>
/// <param name="Subtracted">Where those begin that are subtracted, in the type of the arithmetic; 0 for none.</param>
/// <param name="Length">How many there are, at least 1.</param>
/// <param name="ChunkLength">How many make a chunk.</param>
internal readonly record struct DeviceValues(ulong Address, Type Type, bool OfDoubles, double First, double Second, ulong Subtracted, int Length, int ChunkLength);
