namespace EmotionGrpc.Hosting.Security;

/// <summary>Something that was read from files and is read again when they change.</summary>
internal interface IReloaded
{
    /// <summary>Looks at the files.</summary>
    void Refresh();
}
