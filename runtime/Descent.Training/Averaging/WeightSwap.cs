namespace Descent.Training;

/// <summary>
/// While it lives, the values of a <see cref="WeightSnapshot"/> stand in the optimizer's weights, and the training weights wait in the
/// snapshot. Disposing it puts both back, bit for bit. Meant for <c>using</c>, so that an exception in the evaluation swaps back as well.
/// </summary>
public sealed class WeightSwap : IDisposable
{
    private WeightSnapshot? _snapshot;

    internal WeightSwap(WeightSnapshot snapshot) => _snapshot = snapshot;

    /// <summary>Puts the training weights back. A second call does nothing.</summary>
    public void Dispose()
    {
        _snapshot?.SwapOut();
        _snapshot = null;
    }
}
