using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Asks for the memory of small tensors a little before a thread works on it. The processor itself looks ahead in one long tensor; where
/// the next small one lies it cannot know. The default value asks for nothing.
/// </summary>
internal ref struct ReadAhead
{
    /// <summary>The datum of <see cref="AppContext"/> that says how many weights are asked for, as an <see cref="int"/>, if it is set before the first optimizer is made.</summary>
    internal const string Setting = "Descent.ReadAheadLength";

    /// <summary>
    /// Fewer weights stay in the caches from step to step, where asking costs more than waiting. Of the last cache an eighth counts, at 24 bytes a weight: others use it as well, and a model
    /// its activations between two steps.
    /// </summary>
    public static readonly long SmallestLength = AppContext.GetData(Setting) as int? ?? Math.Max(65_536, ProcessorMake.LastCacheBytes / 8 / 24);

    /// <summary>
    /// How many bytes of each stream are asked for at once. More wait for one another, and the work waits with them: Intel's processors have room for 16 lines that are under way.
    /// </summary>
    public static readonly int Burst = ProcessorMake.IsIntel ? 512 : 1024;

    /// <summary>How many weights lie between what is asked for and what is worked on.</summary>
    public static readonly int Distance = ProcessorMake.IsIntel ? 768 : 1024;

    /// <summary>How many parameters further the objects are asked for that say where the memory is.</summary>
    private const int ObjectDistance = 4;

    private readonly ReadOnlySpan<StepPlan.Entry> _entries;
    private readonly bool _readsGradients;
    private readonly bool _readsWeights;
    private int _known;
    private int _next;
    private int _start;

    /// <summary>Asks for the beginning.</summary>
    /// <param name="entries">The parameters, in the order in which they are worked on.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="readsGradients">Whether gradients are read.</param>
    /// <param name="readsWeights">Whether weights and state are read.</param>
    public ReadAhead(ReadOnlySpan<StepPlan.Entry> entries, int first, bool readsGradients, bool readsWeights)
    {
        _entries = CacheHints.AreSupported ? entries : default;
        (_readsGradients, _readsWeights, _known, _next) = (readsGradients, readsWeights, first, first);
        Advance(Distance);
    }

    /// <summary>Whether anything is asked for.</summary>
    public readonly bool IsOn => !_entries.IsEmpty;

    /// <summary>Asks for so many weights more.</summary>
    public void Advance(int weights)
    {
        while (weights > 0 && _next < _entries.Length)
        {
            for (; _known < _entries.Length && _known <= _next + ObjectDistance; _known++)
            {
                CacheHints.Object(_entries[_known].Memory);
                CacheHints.Object(_entries[_known].State);
            }

            ref readonly var entry = ref _entries[_next];
            var count = Math.Min(weights, entry.Length - _start);
            entry.Memory.FetchAhead(_start, count, _readsGradients, _readsWeights);
            if (_readsWeights)
            {
                entry.State.FetchAhead(_start, count);
            }

            weights -= count;
            _start += count;
            if (_start == entry.Length)
            {
                (_next, _start) = (_next + 1, 0);
            }
        }
    }
}
