using System.Numerics;
using System.Text.Json;

namespace Descent.Matrices.Tests.Oracles;

/// <summary>Shampoo as torch_optimizer has it: inverse square roots, the right factor from the gradient that the left one has preconditioned.</summary>
internal sealed class Shampoo<T> : IMatrixRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly JsonElement _options;
    private readonly int _rows, _columns;
    private readonly T[] _left, _right, _leftRoot, _rightRoot, _half;
    private readonly MatrixWorkspace _workspace = new();
    private int _step;

    public Shampoo(JsonElement options, int rows, int columns)
    {
        (_options, _rows, _columns) = (options, rows, columns);
        (_left, _leftRoot) = (new T[rows * rows], new T[rows * rows]);
        (_right, _rightRoot) = (new T[columns * columns], new T[columns * columns]);
        _half = new T[rows * columns];
        var epsilon = T.CreateTruncating(options.GetProperty("epsilon").GetDouble());
        for (var index = 0; index < Math.Max(rows, columns); index++)
        {
            _left[Math.Min(index, rows - 1) * (rows + 1)] = epsilon;
            _right[Math.Min(index, columns - 1) * (columns + 1)] = epsilon;
        }
    }

    public void Step(T[] weights, T[] gradient)
    {
        var (rate, decay) = (T.CreateTruncating(_options.GetProperty("lr").GetDouble()), T.CreateTruncating(_options.GetProperty("weight_decay").GetDouble()));
        for (var index = 0; index < weights.Length; index++)
        {
            gradient[index] += decay * weights[index];
        }

        var refreshes = _step++ % _options.GetProperty("update_freq").GetInt32() == 0;
        var source = new MatrixView<T>(gradient, _rows, _columns);
        var half = new MatrixView<T>(_half, _rows, _columns);
        Precondition(source, _left, _leftRoot, _rows, refreshes);
        Matrix.Multiply<T>(new(_leftRoot, _rows, _rows), source, half, _workspace);
        Precondition(half.Transposed, _right, _rightRoot, _columns, refreshes);
        Matrix.Multiply<T>(half, new(_rightRoot, _columns, _columns), source, _workspace);
        for (var index = 0; index < weights.Length; index++)
        {
            weights[index] -= rate * gradient[index];
        }
    }

    private void Precondition(ReadOnlyMatrixView<T> gradient, T[] preconditioner, T[] root, int size, bool refreshes)
    {
        var view = new MatrixView<T>(preconditioner, size, size);
        Matrix.GramAdd(gradient, T.One, view, T.One, view, _workspace);
        if (refreshes)
        {
            Matrix.InverseRoot<T>(view, 2, 0, new(root, size, size), _workspace);
        }
    }
}
