using System.Numerics;

namespace Descent.Training;

/// <summary>
/// Watches one layer for units that are active for no example: a ReLU whose bias was driven so far down that it outputs 0 for all data
/// gets no gradient and never recovers (CS231n, "Neural Networks Part 1", ReLU). Made by <see cref="TrainingMonitor.WatchUnits"/>.
/// </summary>
/// <remarks>
/// One batch is little evidence: show it the activations of many, at best of an epoch, then call <see cref="Publish"/>. While nobody
/// listens, <see cref="Observe"/> returns at once.
/// </remarks>
public sealed class DeadUnitMonitor
{
    private readonly TrainingInstruments _instruments;
    private readonly KeyValuePair<string, object?> _runTag, _layerTag;
    private readonly int _units;
    private bool[]? _wasActive;
    private bool _hasObserved;

    internal DeadUnitMonitor(TrainingInstruments instruments, KeyValuePair<string, object?> runTag, string layer, int units)
    {
        _instruments = instruments;
        _runTag = runTag;
        _layerTag = new(TrainingMetrics.LayerTag, layer);
        _units = units;
    }

    /// <summary>Whether somebody listens; if not, activations need not even be gathered.</summary>
    public bool IsEnabled => _instruments.DeadUnits.Enabled || _instruments.DeadUnitFraction.Enabled;

    /// <summary>Shows the activations of a batch.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="activations">
    /// What the layer put out, examples × units, row-major. Whatever is not 0 is active; NaN is.
    /// </param>
    /// <exception cref="ArgumentException">The length is not a multiple of the number of units.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public void Observe<T>(ReadOnlySpan<T> activations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompilerServices.Guard.ElementType<T>();
        if (activations.Length % _units != 0)
        {
            throw new ArgumentException(
                $"There are {activations.Length} activations, which is no multiple of the layer's {_units} units.", nameof(activations));
        }

        if (!IsEnabled || activations.IsEmpty)
        {
            return;
        }

        _wasActive ??= new bool[_units];
        _hasObserved = true;
        for (; !activations.IsEmpty; activations = activations[_units..])
        {
            for (var unit = 0; unit < _units; unit++)
            {
                _wasActive[unit] |= activations[unit] != T.Zero;
            }
        }
    }

    /// <summary>
    /// Publishes how many units were active for no example since the last call, and begins anew. Publishes nothing if there was no example.
    /// </summary>
    public void Publish()
    {
        if (_wasActive is null || !_hasObserved)
        {
            return;
        }

        var dead = 0;
        foreach (var active in _wasActive)
        {
            dead += active ? 0 : 1;
        }

        Array.Clear(_wasActive);
        _hasObserved = false;
        _instruments.DeadUnits.Record(dead, _runTag, _layerTag);
        _instruments.DeadUnitFraction.Record((double)dead / _units, _runTag, _layerTag);
    }
}
