using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Which parameters a step works on and how the work is cut into pieces. It stays as it is from step to step, as long as the same
/// parameters take part.
/// </summary>
/// <remarks>
/// Parameters at one step number and scale of the learning rate form a round, since the values that are computed once per step are those of
/// one step number and rate at a time.
/// A piece is a range of one large tensor, or several whole small ones. Ranges begin at multiples of a reduction's chunk, or of a band of rows.
/// </remarks>
internal sealed partial class StepPlan(RuleMethod method, IShardPipeline? pipeline, IShardTotals? totals)
{
    private readonly List<Entry> _entries = [];
    private readonly List<Piece> _pieces = [];
    private readonly List<Round> _rounds = [];
    private readonly List<int> _order = [];
    private int[] _steps = [];
    private long _changes;
    private long _whole;
    private long _ofRows;

    /// <summary>The parameters that take part, round by round.</summary>
    public ReadOnlySpan<Entry> Entries => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries);

    public ReadOnlySpan<Piece> Pieces => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pieces);

    public ReadOnlySpan<Round> Rounds => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rounds);

    /// <summary>Where the parameters are among the entries, in the order in which they were added.</summary>
    public ReadOnlySpan<int> Order => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_order);

    public int Updated => _entries.Count;

    public int Frozen { get; private set; }

    public int MissingGradients { get; private set; }

    /// <summary>How many weights take part.</summary>
    public long Length => _whole + _ofRows;

    /// <summary>A parameter of which some rows take part, if there is one.</summary>
    public Parameter? OfRows { get; private set; }

    /// <summary>A parameter that lies on a device and takes part, if there is one.</summary>
    public Parameter? OnDevice { get; private set; }

    /// <summary>The buckets of the exchanges, where tensors are shared among ranks.</summary>
    public IShardBuckets? Buckets { get; private set; }

    /// <summary>How often the pieces are worked on at most, each time with the totals of the time before.</summary>
    public int Sweeps { get; private set; }

    /// <summary>
    /// Looks at all parameters, checks that those which take part can and that their memory is there, and plans anew if they are not those of
    /// the last step. Nothing is written to a parameter.
    /// </summary>
    /// <param name="participants">The optimizers.</param>
    /// <param name="zeroesGradients">Whether gradients are zeroed, those of frozen parameters as well.</param>
    public void Survey(Participant[] participants, bool zeroesGradients)
    {
        var isCurrent = IsOfSameParameters(participants);
        var position = 0;
        _ofRows = 0;
        BeginLooking();
        foreach (var participant in participants)
        {
            var prepared = (0, 1.0);
            for (var place = 0; place < participant.Parameters.Count; place++)
            {
                var step = Look(participant, place, zeroesGradients, ref prepared);
                if (OfRows is { } ofRows && ofRows == participant.Parameters[place])
                {
                    _ofRows += ofRows.RequireRows();
                }

                if (position == _steps.Length)
                {
                    Array.Resize(ref _steps, Math.Max(4, 2 * position));
                }

                isCurrent &= step switch { 0 => _steps[position] == 0, 1 => false, _ => _steps[position] == step - 1 };
                _steps[position++] = step;
            }
        }

        if (position < _steps.Length && _steps[position] != EndOfParameters)
        {
            isCurrent = false;
            _steps[position] = EndOfParameters;
        }

        if (isCurrent)
        {
            foreach (ref var entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries))
            {
                entry.Step++;
            }
        }
        else
        {
            Plan(participants);
        }

        ExchangeValues();
    }

    /// <summary>Plans anew at the next survey: the last one's step was not done.</summary>
    public void Discard()
    {
        if (_steps.Length > 0)
        {
            _steps[0] = Unknown;
        }
    }

    /// <summary>Makes room for one value for each parameter that takes part. What was there is lost.</summary>
    public void MakeRoom<T>(ref T[] values)
    {
        if (values.Length < _entries.Count)
        {
            values = new T[_entries.Count];
        }
    }

    /// <summary>Whether no parameter has been removed or changed since the last look.</summary>
    private bool IsOfSameParameters(Participant[] participants)
    {
        var changes = 0L;
        foreach (var participant in participants)
        {
            changes += participant.Standings.Changes;
        }

        var isSame = changes == _changes;
        _changes = changes;
        return isSame;
    }

    private const int Unknown = -2;
    private const int EndOfParameters = -1;

    private void Plan(Participant[] participants)
    {
        _entries.Clear();
        _pieces.Clear();
        _rounds.Clear();
        _order.Clear();
        _whole = 0;
        var position = 0;
        foreach (var participant in participants)
        {
            for (var place = 0; place < participant.Parameters.Count; place++)
            {
                var step = _steps[position++];
                if (step > 0)
                {
                    var entry = new Entry(participant, place, step, method);
                    _order.Add(_entries.Count);
                    _entries.Add(entry);
                    _whole += entry.IsOfRows ? 0 : entry.Length;
                }
            }
        }

        if (AssignRounds() > 1)
        {
            // A stable sort keeps the parameters' order in a round.
            var ordered = _order.OrderBy(index => _entries[index].Round).ToList();
            Entry[] entries = [.. ordered.Select(index => _entries[index])];
            _entries.Clear();
            _entries.AddRange(entries);
            for (var index = 0; index < ordered.Count; index++)
            {
                _order[ordered[index]] = index;
            }
        }

        (Sweeps, OnDevice) = (0, null);
        foreach (ref readonly var entry in Entries)
        {
            OnDevice ??= entry.IsOnDevice ? entry.Parameter : null;
            // Of small tensors, memory is asked for piece by piece.
            entry.State.IsFar = !entry.IsOfRows && (entry.State.IsFar || (entry.Length > PieceLength && Length >= FarMemory.SmallestLength));
            Sweeps = Math.Max(Sweeps, entry.HasWholeOperations ? 0 : entry.IsSweptAlone ? 1 : entry.Sweeps);
        }

        Buckets = pipeline?.Cut(
            [.. _entries.Where(entry => !entry.HasWholeOperations).Select(entry => entry.Parameter)], [.. _entries.Where(entry => entry.HasWholeOperations).Select(entry => entry.Parameter)]);
        for (var first = 0; first < _entries.Count;)
        {
            var end = first + 1;
            var isAlone = _entries[first].HasWholeOperations;
            while (!isAlone && end < _entries.Count && _entries[end].Round == _entries[first].Round && !_entries[end].HasWholeOperations)
            {
                end++;
            }

            var firstPiece = _pieces.Count;
            Cut(first, end);
            _rounds.Add(new(first, end, firstPiece, _pieces.Count, isAlone));
            first = end;
        }
    }

    /// <summary>Puts the n-th of an optimizer's distinct step numbers and scales into round n, and returns how many rounds there are.</summary>
    private int AssignRounds()
    {
        var roundOf = new Dictionary<(int Step, double Scale), int>();
        Participant? participant = null;
        var rounds = 0;
        foreach (ref var entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries))
        {
            if (entry.Participant != participant)
            {
                participant = entry.Participant;
                roundOf.Clear();
            }

            var key = (entry.Step, entry.Scale);
            if (!roundOf.TryGetValue(key, out entry.Round))
            {
                entry.Round = roundOf.Count;
                roundOf.Add(key, entry.Round);
                rounds = Math.Max(rounds, roundOf.Count);
            }
        }

        return rounds;
    }
}
