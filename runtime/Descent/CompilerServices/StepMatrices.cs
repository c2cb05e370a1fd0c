using System.ComponentModel;
using System.Numerics;

namespace Descent.CompilerServices;

/// <summary>What operations on whole matrices share the threads of a step by.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IMatrixWorkspace
{
    /// <summary>The most threads that share an operation.</summary>
    int MaxDegreeOfParallelism { get; set; }

    /// <summary>Where they come from; <see langword="null"/> for the team of the process.</summary>
    TaskScheduler? TaskScheduler { get; set; }
}

/// <summary>
/// The matrices that last for a step of one tensor: what operations on whole matrices take and give, and what they work in. An optimizer has them
/// once, for one tensor after the other. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepMatrices
{
    // Tensors of both types may take turns.
    private readonly List<StateBuffer> _ofFloat = [];
    private readonly List<StateBuffer> _ofDouble = [];
    private IMatrixWorkspace? _workspace;
    private int _length;

    internal StepMatrices()
    {
    }

    /// <summary>How many threads share an operation at most.</summary>
    internal int MaxDegreeOfParallelism { get; set; } = Environment.ProcessorCount;

    /// <summary>Where they come from.</summary>
    internal TaskScheduler? TaskScheduler { get; set; }

    /// <summary>Makes room.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="count">For how many matrices.</param>
    /// <param name="length">How many weights the tensor has.</param>
    public void Require<T>(int count, nint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Those that came later are no longer than those before.
        var matrices = Of<T>();
        if (matrices.Count > 0 && matrices[^1].Length < length)
        {
            matrices.Clear();
        }

        _length = (int)length;
        while (matrices.Count < count)
        {
            matrices.Add(StateBuffer.Create<T>(_length));
        }
    }

    /// <summary>The values of a matrix.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="index">Its number.</param>
    /// <returns>As many as the tensor has weights.</returns>
    public Span<T> Values<T>(int index)
        where T : unmanaged => Of<T>()[index].Values<T>()[.._length];

    /// <summary>Where a range of a matrix begins.</summary>
    /// <typeparam name="T">The type of its values.</typeparam>
    /// <param name="index">Its number.</param>
    /// <param name="start">The place of the first value.</param>
    /// <returns>The first value.</returns>
    public ref T At<T>(int index, int start)
        where T : unmanaged => ref Of<T>()[index].At<T>(start);

    /// <summary>What operations work in.</summary>
    /// <typeparam name="TWorkspace">Its type, which is always the same.</typeparam>
    /// <returns>It.</returns>
    public TWorkspace Workspace<TWorkspace>()
        where TWorkspace : class, IMatrixWorkspace, new()
    {
        var workspace = (TWorkspace)(_workspace ??= new TWorkspace());
        (workspace.MaxDegreeOfParallelism, workspace.TaskScheduler) = (MaxDegreeOfParallelism, TaskScheduler);
        return workspace;
    }

    private List<StateBuffer> Of<T>() => typeof(T) == typeof(float) ? _ofFloat : _ofDouble;
}
