using System.Numerics;

namespace Descent.Matrices;

/// <summary>Checks the matrices of a product and multiplies them in a workspace.</summary>
internal static class Multiplication
{
    /// <summary>result = scale (left × right) + addend's scale × addend; an addend without values is none.</summary>
    public static unsafe void Run<T>(
        ReadOnlyMatrixView<T> left,
        ReadOnlyMatrixView<T> right,
        T scale,
        ReadOnlyMatrixView<T> addend,
        T addendScale,
        MatrixView<T> result,
        MatrixWorkspace workspace,
        bool isSymmetric)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var (leftName, rightName) = isSymmetric ? ("factor", "factor") : (nameof(left), nameof(right));
        Shapes.RequireValues(left, leftName);
        Shapes.Require(right, left.Columns, right.Columns, rightName);
        Shapes.Require<T>(result, left.Rows, right.Columns, nameof(result));
        Shapes.RequireApart(left, result, leftName);
        Shapes.RequireApart(right, result, rightName);
        fixed (T* first = left.Values, second = right.Values, third = addend.Values, destination = result.Values)
        {
            var product = new Product<T>
            {
                Left = new(first, left.RowStride, left.ColumnStride),
                Right = new(second, right.RowStride, right.ColumnStride),
                Result = destination,
                Addend = third,
                Rows = result.Rows,
                Columns = result.Columns,
                Depth = left.Columns,
                Scale = scale,
                AddendScale = addendScale,
                IsSymmetric = isSymmetric,
            };
            workspace.Products<T>().Run(in product, workspace.MaxDegreeOfParallelism, workspace.TaskScheduler);
        }
    }
}
