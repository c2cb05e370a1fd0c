using System.Numerics;
using System.Text.Json;

namespace Descent.Matrices.Tests.Oracles;

/// <summary>SOAP as its authors have it: Adam in the eigenvectors' basis, whose first moment moves along and whose second one is put in their order.</summary>
internal sealed class Soap<T>(JsonElement options, int rows, int columns) : IMatrixRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _first = new T[rows * columns], _left = new T[rows * rows], _leftVectors = new T[rows * rows];
    private readonly T[] _right = new T[columns * columns], _rightVectors = new T[columns * columns], _half = new T[rows * columns];
    private readonly MatrixWorkspace _workspace = new();
    private T[] _second = new T[rows * columns];
    private int _step = -1;

    public void Step(T[] weights, T[] gradient)
    {
        _step++;
        if (_step > 0)
        {
            Move(weights, gradient);
        }

        // The moments' basis is about to change: the first goes back to the weights' until it has.
        Rotate(_first, back: true);
        var own = Number("shampoo_beta");
        var beta = own >= 0 ? own : Beta(1);
        Accumulate(new ReadOnlyMatrixView<T>(gradient, rows, columns), _left, beta);
        Accumulate(new ReadOnlyMatrixView<T>(gradient, rows, columns).Transposed, _right, beta);
        if (_step == 0)
        {
            Matrix.Eigenvectors<T>(new(_left, rows, rows), new T[rows], new(_leftVectors, rows, rows), _workspace);
            Matrix.Eigenvectors<T>(new(_right, columns, columns), new T[columns], new(_rightVectors, columns, columns), _workspace);
        }
        else if (_step % options.GetProperty("precondition_frequency").GetInt32() == 0)
        {
            Refine();
        }

        Rotate(_first, back: false);
    }

    private void Move(T[] weights, T[] gradient)
    {
        var projected = gradient.ToArray();
        Rotate(projected, back: false);
        var (beta1, beta2, epsilon) = (Beta(0), Beta(1), T.CreateTruncating(Number("eps")));
        var update = new T[weights.Length];
        for (var index = 0; index < weights.Length; index++)
        {
            _first[index] = (_first[index] * T.CreateTruncating(beta1)) + (projected[index] * T.CreateTruncating(1 - beta1));
            _second[index] = (_second[index] * T.CreateTruncating(beta2)) + (projected[index] * projected[index] * T.CreateTruncating(1 - beta2));
            update[index] = _first[index] / (T.Sqrt(_second[index]) + epsilon);
        }

        Rotate(update, back: true);
        if (options.GetProperty("normalize_grads").GetBoolean())
        {
            var squares = update.Sum(value => double.CreateTruncating(value * value));
            var size = T.CreateTruncating(1e-30 + Math.Sqrt(squares / update.Length));
            update = [.. update.Select(value => value / size)];
        }

        var rate = Number("lr") * Math.Sqrt(1 - Math.Pow(beta2, _step)) / (1 - Math.Pow(beta1, _step));
        for (var index = 0; index < weights.Length; index++)
        {
            weights[index] -= T.CreateTruncating(rate) * update[index];
            weights[index] -= T.CreateTruncating(Number("lr") * Number("weight_decay")) * weights[index];
        }
    }

    /// <summary>To the eigenvectors' basis, Qlᵀ X Qr, or back, Ql X Qrᵀ.</summary>
    private void Rotate(T[] values, bool back)
    {
        var left = new ReadOnlyMatrixView<T>(_leftVectors, rows, rows);
        var right = new ReadOnlyMatrixView<T>(_rightVectors, columns, columns);
        var view = new MatrixView<T>(values, rows, columns);
        var half = new MatrixView<T>(_half, rows, columns);
        Matrix.Multiply(back ? left : left.Transposed, view, half, _workspace);
        Matrix.Multiply(half, back ? right.Transposed : right, view, _workspace);
    }

    private void Accumulate(ReadOnlyMatrixView<T> gradient, T[] average, double beta)
    {
        var view = new MatrixView<T>(average, gradient.Rows, gradient.Rows);
        Matrix.GramAdd(gradient, T.CreateTruncating(1 - beta), view, T.CreateTruncating(beta), view, _workspace);
    }

    private void Refine()
    {
        var (rowOrder, columnOrder) = (new int[rows], new int[columns]);
        var left = new MatrixView<T>(_leftVectors, rows, rows);
        var right = new MatrixView<T>(_rightVectors, columns, columns);
        Matrix.RefineEigenvectors(new(_left, rows, rows), left, left, rowOrder, _workspace);
        Matrix.RefineEigenvectors(new(_right, columns, columns), right, right, columnOrder, _workspace);
        _second = [.. rowOrder.SelectMany(row => columnOrder.Select(column => _second[(row * columns) + column]))];
    }

    private double Beta(int index) => options.GetProperty("betas")[index].GetDouble();

    private double Number(string name) => options.GetProperty(name).GetDouble();
}
