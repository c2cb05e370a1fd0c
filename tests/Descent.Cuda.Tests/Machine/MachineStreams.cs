namespace Descent.Cuda.Tests.Machine;

/// <summary>
/// Streams whose work runs as late as may be: when somebody waits for it, and then what is waited for alone. Who forgets to wait reads what was there before. No stream is in order with
/// another, the default one neither, unless it waits for a mark.
/// </summary>
internal sealed class MachineStreams
{
    private readonly Dictionary<nint, Stream> _streams = [];
    private readonly Dictionary<nint, (Stream Stream, long Place)?> _marks = [];
    private nint _lastMark;

    /// <summary>How much is queued and did not run.</summary>
    public int Waiting => _streams.Values.Sum(stream => stream.Work.Count);

    /// <summary>How many marks there are.</summary>
    public int Marks => _marks.Count;

    public void Add(nint stream, Action work) => Of(stream).Add(work);

    /// <summary>Runs all that is queued on a stream.</summary>
    public void Run(nint stream) => Of(stream).RunTo(long.MaxValue);

    public void RunAll()
    {
        foreach (var stream in _streams.Values)
        {
            stream.RunTo(long.MaxValue);
        }
    }

    public nint CreateMark()
    {
        _marks.Add(++_lastMark, null);
        return _lastMark;
    }

    public void FreeMark(nint mark) => Assert.True(_marks.Remove(mark), "No such mark was created.");

    public void SetMark(nint mark, nint stream)
    {
        Assert.True(_marks.ContainsKey(mark), "No such mark was created.");
        _marks[mark] = (Of(stream), Of(stream).End);
    }

    public void AddWait(nint mark, nint stream)
    {
        // Where the mark is now: it may be set elsewhere before the stream comes here.
        var before = _marks[mark];
        Of(stream).Add(() => before?.Stream.RunTo(before.Value.Place));
    }

    public bool IsReached(nint mark) => _marks[mark] is not { } before || before.Stream.Done >= before.Place;

    public void RunTo(nint mark) => _marks[mark]?.Stream.RunTo(_marks[mark]!.Value.Place);

    private Stream Of(nint stream)
    {
        if (!_streams.TryGetValue(stream, out var found))
        {
            _streams.Add(stream, found = new());
        }

        return found;
    }

    private sealed class Stream
    {
        public Queue<Action> Work { get; } = [];

        /// <summary>How much has run.</summary>
        public long Done { get; private set; }

        /// <summary>How much has been queued.</summary>
        public long End => Done + Work.Count;

        public void Add(Action work) => Work.Enqueue(work);

        public void RunTo(long place)
        {
            while (Done < place && Work.TryDequeue(out var work))
            {
                Done++;
                work();
            }
        }
    }
}
