using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Kernels;

/// <summary>Which matrices of the step share memory: those that no variant has at once.</summary>
internal sealed class StepMatrices
{
    private readonly Dictionary<Slot, int> _numbers = [];

    public StepMatrices(Program program, IEnumerable<Variant> variants)
    {
        var together = variants.Select(variant => new HashSet<Slot>(variant.Sweeps.SelectMany(sweep => sweep.Applied).SelectMany(apply => Of(program[apply].Whole)))).ToList();
        foreach (var matrix in together.SelectMany(matrices => matrices).Distinct())
        {
            var taken = new HashSet<int>(together.Where(matrices => matrices.Contains(matrix)).SelectMany(matrices => matrices).Where(_numbers.ContainsKey).Select(NumberOf));
            _numbers.Add(matrix, Enumerable.Range(0, taken.Count + 1).First(number => !taken.Contains(number)));
        }

        Count = _numbers.Values.DefaultIfEmpty(-1).Max() + 1;
    }

    /// <summary>How many there are at once.</summary>
    public int Count { get; }

    /// <summary>The number of a matrix.</summary>
    public int NumberOf(Slot matrix) => _numbers[matrix];

    private static IEnumerable<Slot> Of(WholeOperation operation)
        => operation.Arguments.Select(argument => argument.Slot).Append(operation.Result).OfType<Slot>().Where(slot => slot.Kind == SlotKind.Scratch);
}
