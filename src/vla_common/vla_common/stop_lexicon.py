# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words, phrases and look-alike letters of `stop_words`; one phrase per line."""

#: A clause that begins with one of these words, after fillers, is a stop.
UNAMBIGUOUS = """
    stop stopp stopping halt freeze estop
    stahp sotp stpo tsop st0p 5top
    anhalten stoppen nothalt notstopp aufhören aufhoeren stehenbleiben
    arrête-toi arrêtez-vous cesse cessez
    arrête arrêtez arrêter arrêtes stoppe stoppez
    detente deténgase detenga detengan deténganse
    fermati fermatevi fermarsi smettila smettetela
    parem stój zatrzymaj stanna stans sluta ophouden lopeta przestań przestańcie
    стоп стой стойте остановись остановитесь стій зупинись зупиніться
    хватит прекрати прекратите припини замри
    قف توقف توقفي توقفوا रुको रुकिए
    berhenti hentikan oprește oprește-te opriți opriți-vă állj zastav zastavte seis durdur durun
    přestaň přestaňte prestani prestanite simama simameni
    σταματήστε στοπ עצור עצרי עצרו ایست หยุด หยุดเดี๋ยวนี้
"""
#: Stop words only without other words; otherwise they have another meaning.
AMBIGUOUS = """
    abort alto para pare parar basta alt ferma fermo fermare parate dur stai zastav pysähdy σταμάτα
    haltet halte arrêt cease parad párate párense állj dừng stůj
    stops enough quit cancel pause stophand
    genug schluss warte warten abbrechen abbruch
    attends attendez suffit quieto quieta espera espere suficiente chega aguarde aspetta
    wacht genoeg vänta slutt odota dość czekaj zatrzymać dost počkej stoj stani stanite dosta čekaj
    подожди подождите остановить стоять досить чекай зачекай
    încetează așteaptă elég várj yeter bekle tunggu hinto tigil
    περίμενε φτάνει ακίνητος توقّف كفى انتظر بس بایست סטופ די חכה
    रोको ठहरो ठहरिए বন্ধ থামো থামুন رکو நிறுத்து ఆపు
"""
#: Words around a stop word that do not change its meaning.
FILLERS = """
    all and at away can cmon come could dear do emergency everything for guys hey hi
    i immediately instantly it just kindly let like machine me moving movement motion must
    need no now oh ok okay once please pls quick quickly right robot said say should so
    that the there this thx thank thanks to u uh um us wait want we will would yo you your
    arm gripper hand action task program everybody everyone
    bitte sofort jetzt mal nein roboter den der
    s'il vous te plaît svp maintenant non tout de suite
    por favor ahora ya inmediatamente agora já não robô
    per favore adesso ora subito
    nu nej snälla proszę teraz lütfen şimdi hemen пожалуйста сейчас робот нет
"""
#: A clause that consists of one of these phrases and fillers is a stop.
PHRASES = """
    dont move
    do not move
    stand still
    hold still
    stay still
    hold it
    beweg dich nicht
    nicht bewegen
    ne bouge pas
    ne bougez pas
    no te muevas
    non muoverti
    não se mexa
    halt an
    bleib stehen
    stehen bleiben
    emergency halt
    cut it out
    e stop
    haltet an
    ne bouge plus
    ne bougez plus
    arrêt d'urgence
    parada de emergencia
    alto ahí
    alto ya
    dừng lại
    dung lai
    non ti muovere
    não se mova
    ani drgnij
    не двигайся
    st op
    sto p
    s top
    quit it
    thats enough
    that is enough
    no more
    das reicht
    nicht weiter
    keine bewegung
    ça suffit
    plus un geste
    no sigas
    ya basta
    para de moverte
    fermo lì
    sta stil
    niet bewegen
    stå still
    rör dig inte
    hold op
    stå stille
    nie ruszaj się
    не двигайтесь
    не рухайся
    hagyd abba
    hareket etme
    रुक जाओ
    बंद करो
    صبر کن
    لا تتحرك
    thôi dừng
    ngừng lại
    jangan bergerak
"""
#: A clause that begins with one of these phrases, after fillers, is a stop.
LEADING_PHRASES = """
    hör auf
    hoer auf
    hört auf
    hören sie auf
    hou op
    houd op
    deja de moverte
    smettila di
"""
#: A text that contains "wait" and no words but these is a stop.
WAIT_WORDS = 'wait please pls no hey oh ok okay robot'
#: Polite words before an entry of UNSPACED.
UNSPACED_POLITE = '请 請 快 马上 立刻 立即 今 すく 지금 緊急 紧急 ちょっと'
#: Languages without spaces between words: the whole clause, after polite words.
UNSPACED = """
    停 停下 停下来 停下來 停止 停住 停一下 别动 別動 不要动 住手 止まれ 止まって
    止まってください 止めて 止めろ とまれ とまって ストップ 動くな 停止して 停止してください
    止まりなさい やめて やめろ やめてください 멈춰 멈춰요 멈추세요 멈춰라 멈춰주세요
    멈추십시오 정지 그만 그만해 그만해요 스톱 停车 停車 停下停下 别动了 不要动了 停手 打住
    够了 停一停 急停 等一下 等等 等一等 停停 停机 待って 待て まって まて 待ってください
    止めてください 止めなさい 停止せよ 中止 中止して 止まれ止まれ 멈춰줘 멈추어 정지해 중지
    중지해 스탑 그만둬 잠깐 잠깐만 기다려
"""
#: Signs that are a stop wherever they occur.
STOP_SIGNS = '\N{OCTAGONAL SIGN}'
#: Signs that are a stop without other words.
HAND_SIGNS = (
    '\N{RAISED HAND}\N{RAISED BACK OF HAND}\N{RAISED HAND WITH FINGERS SPLAYED}\N{NO ENTRY}'
)
#: Latin letters, and letters of other alphabets that look like them in lower or upper case.
LOOK_ALIKES = """
    a аαɑᴀꭺ b вьβʙꮟᏼ c сᴄꮯ d ԁđɗᴅꭰ e еεєҽᴇꭼ f ғƒꜰꞙ g ɡԍɢꮐ h нηһհʜħꮋ i іιıɪ j јϳᴊꭻ
    k кκᴋꮶ l ӏłʟɭꮮ m мμᴍꮇ n ոɴ o оοօøөɵᴏ p рρᴘꮲ q ԛ r гʀᴦꭱ s ѕꜱʂꮪ t тτᴛŧʈꭲ u սᴜ v νѵᴠꮩ
    w ԝωᴡꮃ x хχ y уүʏꭹ z ζᴢʐƶꮓ
"""  # noqa: RUF001 look-alikes are the subject
