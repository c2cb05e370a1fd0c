using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Looks whether memory that is written in a step overlaps other memory that is read or written in it: weights and states, which steps
/// write, gradients, which they write if they zero them, and inputs. All of it is sorted by its address.
/// </summary>
internal sealed class OverlapCheck(Participant[] participants)
{
    private const int WeightsOf = -2, GradientsOf = -1;

    /// <summary>How often addresses are taken anew because the garbage collector may have moved something meanwhile.</summary>
    private const int Attempts = 8;

    private long[] _starts = [];
    private int[] _order = [];
    private Range[] _ranges = [];
    private int _count;

    /// <summary>What overlaps, as a sentence; <see langword="null"/> if nothing does.</summary>
    public string? Find(bool zeroesGradients)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // What is found is compared once more without addresses. Overlooked could only be an array that was moved in each attempt.
            var collections = GC.CollectionCount(0);
            Collect(zeroesGradients);
            if (GC.CollectionCount(0) == collections)
            {
                break;
            }
        }

        Array.Sort(_starts, _order, 0, _count);
        int furthest = -1, furthestWritten = -1;
        for (var index = 0; index < _count; index++)
        {
            var range = _order[index];
            var before = _ranges[range].IsWritten ? furthest : furthestWritten;
            if (before >= 0 && _ranges[before].End > _starts[index] && RegionOf(before).Overlaps(RegionOf(range)))
            {
                return Describe(Math.Min(before, range), Math.Max(before, range));
            }

            furthest = Further(furthest, range);
            furthestWritten = _ranges[range].IsWritten ? Further(furthestWritten, range) : furthestWritten;
        }

        return null;
    }

    private int Further(int first, int second) => first < 0 || _ranges[second].End > _ranges[first].End ? second : first;

    private void Collect(bool zeroesGradients)
    {
        _count = 0;
        var reachesStates = Array.Exists(participants, participant => participant.Standings.HasForeignMemory);
        for (var index = 0; index < participants.Length; index++)
        {
            var participant = participants[index];

            // The memory of a state is our own: only memory that is not an array can lie over it.
            var listsStates = reachesStates || participant.Rule.PreparesEachTensor;
            for (var place = 0; place < participant.Parameters.Count; place++)
            {
                var parameter = participant.Parameters[place];
                try
                {
                    Add(parameter.Memory.WeightRegion, index, place, WeightsOf, isWritten: true);
                    Add(parameter.Memory.GradientRegion, index, place, GradientsOf, zeroesGradients);
                    for (var item = 0; listsStates && parameter.State.MemoryAt(item) is { Name: not null } region; item++)
                    {
                        Add(region, index, place, item, region.IsWritten);
                    }
                }
                catch (Exception exception)
                {
                    throw parameter.Unreachable(exception);
                }
            }
        }
    }

    private void Add(MemoryRegion region, int optimizer, int place, int item, bool isWritten)
    {
        if (region.IsEmpty)
        {
            return;
        }

        if (_count == _starts.Length)
        {
            var size = Math.Max(16, 2 * _count);
            Array.Resize(ref _starts, size);
            Array.Resize(ref _order, size);
            Array.Resize(ref _ranges, size);
        }

        var (start, end) = region.Address;
        (_starts[_count], _order[_count], _ranges[_count]) = (start, _count, new(end, optimizer, place, item, isWritten));
        _count++;
    }

    private Parameter ParameterOf(int range) => participants[_ranges[range].Optimizer].Parameters[_ranges[range].Place];

    private MemoryRegion RegionOf(int range)
    {
        var parameter = ParameterOf(range);
        return _ranges[range].Item switch
        {
            WeightsOf => parameter.Memory.WeightRegion,
            GradientsOf => parameter.Memory.GradientRegion,
            var item => parameter.State.MemoryAt(item),
        };
    }

    private string Describe(int first, int second)
    {
        var why = (_ranges[first].Item, _ranges[second].Item) switch
        {
            (WeightsOf, WeightsOf) => "tied weights would be updated twice. Add them once, with the sum of their gradients.",
            (GradientsOf, GradientsOf) => $"{nameof(OptimizerOptions.ClearGradientsAfterStep)} would zero them for the one before the other has used them. Nothing was changed.",
            _ => "a step that writes the one would change the other. Nothing was changed.",
        };
        return $"The {Name(first)} overlap the {Name(second)}: {why}";
    }

    private string Name(int range)
    {
        var item = _ranges[range].Item;
        var parameter = ParameterOf(range);
        var region = RegionOf(range);
        var what = item switch
        {
            WeightsOf => "weights",
            GradientsOf => "gradients",
            _ => $"values of the {(region.IsWritten ? "state" : "input")} {region.Name}",
        };
        var where = participants.Length == 1 ? "" : $" of optimizer {_ranges[range].Optimizer} ({participants[_ranges[range].Optimizer].Type.Name})";
        return $"{what} of parameter '{parameter.Name}'{where}";
    }

    /// <summary>The end of a range and whose it is: an optimizer's number, a parameter's place, and which memory of it.</summary>
    private readonly record struct Range(long End, int Optimizer, int Place, int Item, bool IsWritten);
}
