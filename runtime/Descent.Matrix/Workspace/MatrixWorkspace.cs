using System.Numerics;

namespace Descent.Matrices;

/// <summary>
/// What matrix operations work in: memory that is kept from call to call, so that a call like the last one allocates nothing, and how many
/// threads share the work. One operation at a time uses a workspace. No number of threads changes a bit of a result.
/// </summary>
public sealed class MatrixWorkspace : CompilerServices.IMatrixWorkspace
{
    private readonly List<AlignedMemory> _scratch = [];
    private readonly VectorWidth _width;
    private ProductWork<float>? _ofFloat;
    private ProductWork<double>? _ofDouble;
    private Normalization<float>? _normalizesFloat;
    private Normalization<double>? _normalizesDouble;
    private int _taken;

    /// <summary>Makes a workspace, which takes memory as operations need it.</summary>
    public MatrixWorkspace()
        : this(VectorWidths.Best)
    {
    }

    internal MatrixWorkspace(VectorWidth width) => _width = width;

    /// <summary>The most threads that share an operation, the caller's included; all cores unless set. Small operations use one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1024.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        set
        {
            if (value is < 1 or > 1024)
            {
                throw new ArgumentOutOfRangeException(nameof(MaxDegreeOfParallelism), value, $"{nameof(MaxDegreeOfParallelism)} must be from 1 to 1024.");
            }

            field = value;
        }
    } = Math.Min(Environment.ProcessorCount, 1024);

    /// <summary>
    /// Where the threads other than the caller's come from; <see langword="null"/>, for the team of the process that steps use too, unless set.
    /// </summary>
    public TaskScheduler? TaskScheduler { get; set; }

    /// <summary>Takes memory for a matrix, such as an intermediate result.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <returns>The matrix, to be disposed before whatever was taken earlier.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="rows"/> or <paramref name="columns"/> is less than 1, or the matrix has more than 2³¹ − 1 values.
    /// </exception>
    public unsafe ScratchMatrix<T> Take<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shapes.RequireAtLeast(rows, 1, nameof(rows));
        Shapes.RequireAtLeast(columns, 1, nameof(columns));
        if ((long)rows * columns > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(columns), columns, Shapes.Text($"A matrix of {rows} × {columns} has more than {int.MaxValue} values."));
        }

        if (_taken == _scratch.Count)
        {
            _scratch.Add(new());
        }

        var first = _scratch[_taken].Room<T>((long)rows * columns);
        _taken++;
        return new(this, new(new Span<T>(first, rows * columns), rows, columns));
    }

    internal void GiveBack() => _taken--;

    /// <summary>What computes products of matrices of a type.</summary>
    internal ProductWork<T> Products<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? (ProductWork<T>)(object)(_ofFloat ??= VectorWidths.WorkOfFloat(_width))
            : (ProductWork<T>)(object)(_ofDouble ??= VectorWidths.WorkOfDouble(_width));

    /// <summary>What divides matrices of a type by their norm.</summary>
    internal Normalization<T> Normalization<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? (Normalization<T>)(object)(_normalizesFloat ??= new())
            : (Normalization<T>)(object)(_normalizesDouble ??= new());
}
