using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>
/// Lets a rule with reductions run as the plain C# it is. The method is run over all weights several times: once to record the terms of
/// its first reduction, once more with that total known to record those of the second, and so on; the last run counts. Not meant to be
/// used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ReductionReplay : IDisposable
{
    [ThreadStatic]
    private static ReductionReplay? s_current;

    private readonly List<double> _totals = [];
    private readonly List<double> _terms = [];
    private ReductionKind _kind;
    private int _position;

    /// <summary>Starts a replay on this thread.</summary>
    /// <exception cref="InvalidOperationException">One is under way on this thread.</exception>
    public ReductionReplay()
    {
        if (s_current is not null)
        {
            throw new InvalidOperationException("A rule with reductions is being run on this thread; its method cannot run another.");
        }

        s_current = this;
    }

    internal static ReductionReplay Current
        => s_current ?? throw new InvalidOperationException("A reduction needs the tensor's other weights: call the rule's Reference, which calls its method for all of them.");

    /// <summary>Says that the method is about to be called for the next weight.</summary>
    public void NextWeight() => _position = 0;

    /// <summary>Ends a run over all weights.</summary>
    /// <returns>Whether every total was known: then this run's results are those of the step.</returns>
    public bool EndRun()
    {
        if (_terms.Count == 0)
        {
            return true;
        }

        var reduction = new Reduction(_kind);
        var terms = _terms.ToArray().AsSpan();
        for (var start = 0; start < terms.Length; start += Reduction.BlockLength)
        {
            reduction.Add((ReadOnlySpan<double>)terms[start..Math.Min(start + Reduction.BlockLength, terms.Length)]);
        }

        _totals.Add(reduction.Total);
        _terms.Clear();
        return false;
    }

    /// <summary>Ends the replay on this thread.</summary>
    public void Dispose() => s_current = null;

    /// <summary>The total of the next reduction of this weight if it is known; else its term is recorded if it is the first unknown one.</summary>
    internal double Next(ReductionKind kind, double term)
    {
        var position = _position++;
        if (position < _totals.Count)
        {
            return _totals[position];
        }

        if (position == _totals.Count)
        {
            _kind = kind;
            _terms.Add(term);
        }

        // Any number will do: this run's results are dropped. (NaN would make Math.Sign throw.)
        return 1;
    }
}
