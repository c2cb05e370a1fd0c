using System.Numerics;

namespace Descent.Matrices;

/// <summary>A matrix of a workspace's memory, which disposing gives back.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct ScratchMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixWorkspace _workspace;

    internal ScratchMatrix(MatrixWorkspace workspace, MatrixView<T> view)
    {
        _workspace = workspace;
        View = view;
    }

    /// <summary>The matrix; its values are whatever the memory held.</summary>
    public MatrixView<T> View { get; }

    /// <summary>Gives the memory back. What was taken last is given back first.</summary>
    public void Dispose() => _workspace.GiveBack();
}
